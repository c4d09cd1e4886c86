//! A server in a process of its own: this program, started once more. It reports what it
//! takes whenever it is asked, and ends when its standard input does.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{self, Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use ch02_threads::workshop::measure::memory::Kernel;
use ch02_threads::workshop::measure::{Memory, cpu_time, memory};

/// The environment variable that names the server that this process should run.
const NAME: &str = "SERVER";

/// The name of the server that this process should run, if any.
pub fn name() -> Option<String> {
    env::var(NAME).ok()
}

/// What a server takes, itself and all its threads together.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub memory: Option<Memory>,
    pub processor: Option<Duration>,
}

impl Taken {
    fn now() -> Self {
        Self { memory: memory(), processor: cpu_time() }
    }

    /// On one line, a `-` for what the system does not report.
    fn told(self) -> String {
        let kernel = self.memory.and_then(|memory| memory.kernel);
        let figures = [
            self.memory.map(|memory| memory.address_space),
            self.memory.map(|memory| memory.resident),
            kernel.map(|kernel| kernel.stacks),
            kernel.map(|kernel| kernel.page_tables),
            self.processor.map(|time| time.as_millis() as u64),
        ];
        figures.map(|figure| figure.map_or("-".to_owned(), |figure| figure.to_string())).join(" ")
    }

    fn heard(line: &str) -> Self {
        let mut figures = line.split_whitespace().map(|figure| figure.parse().ok());
        let mut figure = || figures.next().flatten();
        let [address_space, resident, stacks, page_tables, millis] = [(); 5].map(|()| figure());
        let kernel = stacks.zip(page_tables);
        let kernel = kernel.map(|(stacks, page_tables)| Kernel { stacks, page_tables });
        let memory = address_space.zip(resident);
        Self {
            memory: memory.map(|(address_space, resident)| Memory {
                address_space,
                resident,
                kernel,
            }),
            processor: millis.map(Duration::from_millis),
        }
    }
}

/// A running server.
pub struct Server {
    process: Child,
    tells: BufReader<ChildStdout>,
    pub address: SocketAddr,
}

impl Server {
    /// Starts this program as the server `name`, with the same arguments.
    pub fn start(name: &str) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .args(env::args_os().skip(1))
            .env(NAME, name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let stdout = process.stdout.take().expect("it is piped");
        let mut server =
            Self { process, tells: BufReader::new(stdout), address: ([127, 0, 0, 1], 0).into() };
        server.address = server.line()?.parse()?;
        Ok(server)
    }

    /// What it takes now.
    pub fn takes(&mut self) -> Result<Taken, Box<dyn Error>> {
        let stdin = self.process.stdin.as_mut().expect("it is piped");
        let asked = stdin.write_all(b"\n");
        let told = asked.map_err(Into::into).and_then(|()| self.line());
        Ok(Taken::heard(&told?))
    }

    fn line(&mut self) -> Result<String, Box<dyn Error>> {
        let mut line = String::new();
        if self.tells.read_line(&mut line)? == 0 {
            return Err("the server has ended".into());
        }
        Ok(line.trim_end().to_owned())
    }

    /// Ends it, and returns its own error message, if any.
    pub fn end(mut self) -> Option<String> {
        drop(self.process.stdin.take());
        let mut told = String::new();
        let stderr = self.process.stderr.as_mut().expect("it is piped");
        let _ = stderr.read_to_string(&mut told);
        let _ = self.process.wait();
        let told = told.trim_end();
        let told = told.strip_prefix("error: ").unwrap_or(told);
        (!told.is_empty()).then(|| told.to_owned())
    }
}

/// Reports to the other process where this one listens, and what it takes whenever asked.
/// Ends this process when the other closes the pipe.
pub fn tell_on_request(listener: &TcpListener) -> io::Result<()> {
    Taken::now(); // The first look takes memory of its own.
    println!("{}", listener.local_addr()?);
    thread::Builder::new().spawn(|| {
        for _ in io::stdin().lines() {
            println!("{}", Taken::now().told());
        }
        process::exit(0);
    })?;
    Ok(())
}

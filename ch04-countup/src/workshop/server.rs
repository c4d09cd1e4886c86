//! A server in a process of its own: this program, started once more. It prints where it
//! listens, and ends when its standard input does.

use std::error::Error;
use std::io::{self, BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{self, Child, Command, Stdio};
use std::{env, thread};

/// The environment variable that names the server that this process should run.
const NAME: &str = "SERVER";

/// The name of the server that this process should run, if any.
pub fn name() -> Option<String> {
    env::var(NAME).ok()
}

/// Tells the other process where this one listens, and ends this one when the other closes
/// the pipe.
pub fn announce(listener: &TcpListener) -> io::Result<()> {
    println!("{}", listener.local_addr()?);
    thread::Builder::new().spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    })?;
    Ok(())
}

/// A running server.
pub struct Server(Child);

impl Server {
    /// Starts this program as the server `name`, with the same arguments.
    pub fn start(name: &str) -> io::Result<Self> {
        Command::new(env::current_exe()?)
            .args(env::args_os().skip(1))
            .env(NAME, name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map(Self)
    }

    /// Where it listens. It says so once.
    pub fn address(&mut self) -> Result<SocketAddr, Box<dyn Error>> {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().ok_or("asked already")?).read_line(&mut line)?;
        Ok(line.trim_end().parse()?)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// If it has ended before, with its own error, or else with what ended it.
    pub fn end(mut self) -> Result<(), String> {
        drop(self.0.stdin.take());
        let output = self.0.wait_with_output().map_err(|error| error.to_string())?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        match stderr.trim_end() {
            _ if output.status.success() => Ok(()),
            "" => Err(format!("the server ended: {}", output.status)),
            text => Err(text.strip_prefix("error: ").unwrap_or(text).to_owned()),
        }
    }
}

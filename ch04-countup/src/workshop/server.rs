//! Servers in processes of their own. Each prints where it listens, and ends when its standard
//! input does.

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

/// Prints where this process listens, and ends it when the other process closes the pipe.
pub fn announce(listener: &TcpListener) -> io::Result<()> {
    println!("listening on {}", listener.local_addr()?);
    thread::Builder::new().spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    })?;
    Ok(())
}

/// A server in a process of its own.
pub struct ServerProcess(Child);

impl ServerProcess {
    /// Starts this program as the server `name`, with the same arguments.
    pub fn start(name: &str) -> io::Result<Self> {
        let mut program = Command::new(env::current_exe()?);
        Self::spawn(program.args(env::args_os().skip(1)).env(NAME, name))
    }

    /// Starts a program that prints where it listens, and ends when its standard input does.
    pub fn spawn(program: &mut Command) -> io::Result<Self> {
        let piped = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        piped.spawn().map(Self)
    }

    /// Returns the address on which it listens, which it prints once.
    pub fn address(&mut self) -> Result<SocketAddr, Box<dyn Error>> {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().ok_or("asked already")?).read_line(&mut line)?;
        Ok(line.trim_end().trim_start_matches("listening on ").parse()?)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Ends it, and returns what it printed on standard error.
    ///
    /// # Errors
    ///
    /// If it failed, with its own error, or else with what ended it.
    pub fn end(mut self) -> Result<String, String> {
        drop(self.0.stdin.take());
        let output = self.0.wait_with_output().map_err(|error| error.to_string())?;
        let stderr = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        match stderr.strip_prefix("error: ").unwrap_or(&stderr) {
            _ if output.status.success() => Ok(stderr),
            "" => Err(format!("the server ended: {}", output.status)),
            text => Err(text.to_owned()),
        }
    }
}

//! The exercise `connections` at work: our solution, or yours with `--features mine`.

use ch04_countup::answers::connections::sweep;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;

use ch01_loops::{Console, cli};
use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::given::{Stop, sweeping};

fn main() -> ExitCode {
    let about = "Three clients on threads of their own, and the one thread that serves them";
    cli::run("ch04-countup --example connections", about, |console| {
        let [down, up, silent] = ["countdown", "countup", "silent"].map(|name| console.task(name));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let stop = Stop::default();

        thread::scope(|scope| {
            let server = scope.spawn(|| serve(listener, &stop));
            let clients = [
                scope.spawn(|| client(address, &down, (1..=5).rev())),
                scope.spawn(|| client(address, &up, 0..5)),
                scope.spawn(|| says_nothing(address, &silent)),
            ];
            let ended = clients.map(|client| client.join().expect("clients do not panic"));
            stop.stop();
            let served = server.join().unwrap_or_else(|panic| resume_unwind(panic));
            ended.into_iter().chain([served]).collect::<io::Result<()>>()
        })?;
        Ok(())
    })
}

fn serve(listener: TcpListener, stop: &Stop) -> io::Result<()> {
    let mut sched = Scheduler::new();
    sweeping::serve(&mut sched, listener, stop, &|_| (), sweep)?;
    sched.run();
    Ok(())
}

/// Sends each number to the server, and prints what comes back.
fn client(
    server: SocketAddr,
    console: &Console,
    numbers: impl Iterator<Item = u8>,
) -> io::Result<()> {
    let mut stream = TcpStream::connect(server)?;
    for number in numbers {
        let mut byte = [number];
        stream.write_all(&byte)?;
        stream.read_exact(&mut byte)?;
        console.print(byte[0]);
        console.sleep(1);
    }
    Ok(())
}

fn says_nothing(server: SocketAddr, console: &Console) -> io::Result<()> {
    let _stream = TcpStream::connect(server)?;
    console.sleep(5);
    Ok(())
}

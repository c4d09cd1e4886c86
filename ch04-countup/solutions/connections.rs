//! Our answer to `connections`.

use std::cell::{Cell, RefCell};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::call_later::Scheduler;

const MS: Duration = Duration::from_millis(1);

/// A client, and what was read from it and is not written back yet.
struct Connection {
    stream: TcpStream,
    unwritten: Vec<u8>,
}

impl Connection {
    /// The next one at the door; `WouldBlock` when nobody is there.
    fn accept(listener: &TcpListener) -> io::Result<Self> {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        let unwritten = Vec::new();
        Ok(Self { stream, unwritten })
    }

    /// Reads once what is there, unless something is unwritten, and writes once.
    /// What `write` does not take, some of it or all, stays unwritten.
    ///
    /// Gives back how many bytes it wrote: zero when the client has sent its
    /// last byte and nothing is left to write. The error `WouldBlock` says that there is
    /// nothing to do for now, any other that the client is gone.
    fn echo(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unwritten.is_empty() {
            let read = self.stream.read(buffer)?;
            self.unwritten = buffer[..read].to_vec();
        }
        let written = self.stream.write(&self.unwritten)?;
        self.unwritten = self.unwritten.split_off(written);
        Ok(written)
    }
}

/// One turn of a connection. It queues the next, or has the connection wait for
/// the next sweep, or drops it, which closes it.
fn turn<'a>(sched: &mut Scheduler<'a>, server: Rc<Server<'a>>, mut connection: Connection) {
    let echoed = connection.echo(&mut server.buffer.borrow_mut());
    match echoed.map_err(|error| error.kind()) {
        Ok(0) => {}
        Ok(_) => sched.call_soon(move |sched| turn(sched, server, connection)),
        Err(ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
            server.waiting.borrow_mut().push(connection);
        }
        Err(_) => {}
    }
}

/// What the callbacks of one server share.
struct Server<'a> {
    /// The door, until the server is told to stop.
    listener: RefCell<Option<TcpListener>>,
    stop: &'a AtomicBool,
    refused: &'a dyn Fn(&io::Error),
    /// What every turn reads into: one for all, so that silent clients cost little.
    buffer: RefCell<Vec<u8>>,
    /// The connections that had nothing to do in their last turn.
    waiting: RefCell<Vec<Connection>>,
    /// When somebody last came, or had something to do.
    busy: Cell<Instant>,
}

/// Queues an echo server on `sched`, which serves until it sees `stop`.
///
/// Then it takes in nobody who comes later, echoes what has arrived, and ends when
/// all have fallen silent, after three seconds at the latest. It calls `refused`
/// whenever it cannot take in a client, and tries again.
///
/// When nobody says anything it rests, from 1 to 100 ms, and that is how long who
/// speaks first may have to wait.
///
/// # Errors
///
/// When the listener cannot be made non-blocking.
pub fn serve<'a>(
    sched: &mut Scheduler<'a>,
    listener: TcpListener,
    stop: &'a AtomicBool,
    refused: &'a dyn Fn(&io::Error),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let server = Rc::new(Server {
        listener: RefCell::new(Some(listener)),
        stop,
        refused,
        buffer: RefCell::new(vec![0; 64 * 1024]),
        waiting: RefCell::default(),
        busy: Cell::new(Instant::now()),
    });
    sched.call_soon(move |sched| sweep(sched, server, None));
    Ok(())
}

/// Gives everyone who waits a turn, and then rests if none of them had anything to
/// do. `told` is when the server saw `stop`.
fn sweep<'a>(sched: &mut Scheduler<'a>, server: Rc<Server<'a>>, told: Option<Instant>) {
    let start = Instant::now();
    let told = told.or_else(|| server.stop.load(Ordering::Relaxed).then_some(start));
    server.take_in();
    if told.is_some() {
        server.listener.take();
    }
    for connection in server.waiting.take() {
        let server = Rc::clone(&server);
        sched.call_soon(move |sched| turn(sched, server, connection));
    }
    sched.call_soon(move |sched| {
        // Each turn that is queued by now shares the server with this callback.
        if Rc::strong_count(&server) > 1 {
            server.busy.set(Instant::now());
        }
        if told.is_some_and(|told| server.is_silent() || told.elapsed() > 3000 * MS) {
            server.buffer.take(); // Whoever still talks finds no room to be read into.
            return;
        }
        let mut until = Instant::now();
        if server.busy.get() < start {
            // Nine times as long as the sweep: that leaves nine tenths of a core free.
            until += (start.elapsed() * 9).clamp(MS, 100 * MS);
        }
        rest(sched, server, told, until);
    });
}

/// Rests until then, with an eye on the door: there is room for 128 and no more.
fn rest<'a>(
    sched: &mut Scheduler<'a>,
    server: Rc<Server<'a>>,
    told: Option<Instant>,
    until: Instant,
) {
    server.take_in();
    if until <= Instant::now() {
        sweep(sched, server, told);
    } else {
        sched.call_later(MS, move |sched| rest(sched, server, told, until));
    }
}

impl Server<'_> {
    /// Takes in everyone at the door. Who cannot be, for want of open files above
    /// all, stays there.
    fn take_in(&self) {
        while let Some(listener) = &*self.listener.borrow() {
            match Connection::accept(listener) {
                Ok(connection) => self.waiting.borrow_mut().push(connection),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => return (self.refused)(&error),
            }
            self.busy.set(Instant::now());
        }
    }

    /// Whether nobody has had anything to do for a while, and all is written.
    fn is_silent(&self) -> bool {
        let waiting = self.waiting.borrow();
        self.busy.get().elapsed() > 20 * MS && waiting.iter().all(|one| one.unwritten.is_empty())
    }
}

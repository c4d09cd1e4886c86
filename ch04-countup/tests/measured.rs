//! The demonstrations of chapter 4: the shape of a table, but not its figures, which depend
//! on the machine; and a server for real clients.

use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::program::{Chapter, command, limited, run};
use ch01_loops::workshop::table::Table;
use ch02_threads::workshop::measure::COSTS;
use ch04_countup::workshop::check::client::{Client, message};
use ch04_countup::workshop::check::loopback;
use ch04_countup::workshop::server::ServerProcess;

const CHAPTER: Chapter = ch01_loops::chapter!();
const CONNECTIONS: &str = "five_thousand_connections";
const SLEEPERS: &str = "five_thousand_sleepers";
const SERVER: &str = "echo_server";

#[test]
fn the_table_says_what_a_connection_costs() {
    let Some(printed) = CHAPTER.printed(CONNECTIONS, &["100"]) else {
        return;
    };
    assert!(printed.contains("Not counted"), "{printed}");
    let table = Table::first(&printed);
    assert_eq!(table.headings(), ["resident", "at least", "a round", "first", "p99", "idle"]);
    let servers = ["a thread each", "sweep", "poll", "epoll"];
    let known = if cfg!(target_os = "linux") { 4 } else { 3 };
    assert_eq!(table.labels(), &servers[..known]);
    let memory = table.column("resident");
    assert!(memory[1..].iter().all(|&one| one < memory[0] || one.is_nan()), "{table:?}");
    let idle = table.column("idle");
    assert!(idle[2..].iter().all(|&share| share < 0.1 || share.is_nan()), "{table:?}");
    for heading in ["a round", "first", "p99"] {
        assert!(table.column(heading).iter().all(|&time| time > 0.0), "{table:?}");
    }
    assert!(printed.matches(" %\n").count() == known || printed.contains("unknown"), "{printed}");
}

/// A limit of memory may kill a server alone: its end is reported rather than blamed on a client,
/// and what was measured before is there.
#[test]
fn the_end_of_a_server_is_reported() {
    if !cfg!(target_os = "linux") || loopback::is_missing() {
        return;
    }
    let program = Command::new(CHAPTER.example(CONNECTIONS))
        .arg("100")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let children = format!("/proc/{0}/task/{0}/children", program.id());
    let is_server = |child: &&str| {
        let environment = fs::read(format!("/proc/{child}/environ")).unwrap_or_default();
        String::from_utf8_lossy(&environment).contains("SERVER=poll")
    };
    let server = (0..2000).find_map(|_| {
        thread::sleep(Duration::from_millis(5));
        let children = fs::read_to_string(&children).ok()?;
        children.split_whitespace().find(is_server).map(str::to_owned)
    });
    let kill = Command::new("kill").arg("-9").args(&server).output();
    let output = program.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    if server.is_some() && kill.is_ok() && !stderr.contains("try a smaller COUNT") {
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert_eq!(stderr, "error: the server ended: signal: 9 (SIGKILL)\n");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(printed.contains("sweep") && !printed.contains("epoll"), "{printed}");
    }
}

/// On Linux, where the figures come from, with room to spare: it is about 280.
#[test]
fn an_async_task_costs_a_few_hundred_bytes() {
    let Some(printed) = CHAPTER.printed(SLEEPERS, &["2000"]) else {
        return;
    };
    let table = Table::first(&printed);
    assert_eq!(table.headings(), COSTS);
    assert_eq!(table.labels(), ["2,000 tasks", "1,000,000 tasks"]);
    if cfg!(target_os = "linux") {
        let each = table.column("resident")[1] / 1e6;
        assert!((150.0..500.0).contains(&each), "{table:?}");
    }
}

#[test]
fn the_command_line_is_a_count() {
    CHAPTER.example_takes_a_count(CONNECTIONS);
    CHAPTER.example_takes_a_count(SLEEPERS);
}

/// The shell sets the limit, then becomes the demonstration.
#[test]
fn too_few_open_files_are_one_line_and_status_1() {
    if !cfg!(unix) {
        return;
    }
    let stderr = run(limited("ulimit -n 64", &CHAPTER.example(CONNECTIONS)).arg("100")).fails(1);
    let error = "of 100 connections: Too many open files (os error 24); try a smaller COUNT";
    assert!(stderr.contains(error), "{stderr}");
}

#[test]
fn the_server_echoes_until_its_input_ends() {
    if loopback::is_missing() {
        return;
    }
    let mut server =
        ServerProcess::spawn(command(&CHAPTER.example(SERVER)).arg("127.0.0.1:0")).unwrap();
    let address = server.address().expect("it prints where it listens");
    let (one, other) = (Client::connect(address), Client::connect(address));
    one.sends(b"one");
    other.sends(b"other");
    one.receives(b"one", "It echoes.");
    other.receives(b"other", "It echoes.");

    one.sends(&message(200_000));
    assert_eq!(server.end(), Ok(String::new()));
    one.receives_to_the_end(&message(200_000), "It echoes.");
    other.receives_to_the_end(b"", "It echoes.");
}

#[test]
fn a_server_without_a_file_to_open_goes_on_when_one_is_closed() {
    if !cfg!(unix) || loopback::is_missing() {
        return;
    }
    let mut server = limited("ulimit -n 32", &CHAPTER.example(SERVER));
    let mut server = ServerProcess::spawn(server.arg("127.0.0.1:0")).expect("a shell");
    let address = server.address().expect("it prints where it listens");
    let mut clients: Vec<Client> = (0..60).map(|_| Client::connect(address)).collect();
    clients[15].sends(b"hello");
    clients[15].receives(b"hello", "It echoes.");
    thread::sleep(Duration::from_millis(100)); // By now it has come to one that it cannot accept.
    while let Some(client) = clients.pop() {
        client.sends(b"and I?");
        if clients.len() < 10 {
            client.receives(b"and I?", "It echoes.");
        }
    }
    let stderr = server.end().expect("it ends well");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.contains("cannot accept a client now"), "{stderr}");
}

#[test]
fn an_address_that_will_not_do_is_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = listener.local_addr().expect("its address").to_string();
    let server = CHAPTER.example(SERVER);
    for (args, status, named) in [
        (&[] as &[&str], 2, "--help"),
        (&["127.0.0.1"], 2, "127.0.0.1"),
        (&["127.0.0.1:65536"], 2, "127.0.0.1:65536"),
        (&["two\nlines"], 2, "two\\nlines"),
        (&["127.0.0.1:0", "more"], 2, "more"),
        (&[&taken], 1, &taken),
        (&["192.0.2.1:80"], 1, "192.0.2.1:80"),
    ] {
        if args == ["192.0.2.1:80"] && TcpListener::bind(args[0]).is_ok() {
            continue; // Some systems let a program listen at what is not theirs.
        }
        let stderr = run(command(&server).args(args)).fails(status);
        assert!(stderr.contains(named), "{args:?}: {stderr}");
    }
    assert!(run(command(&server).arg("--help")).succeeds().contains("ADDRESS"));
}

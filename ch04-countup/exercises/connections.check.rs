//! Checks `connections.rs`, the file beside this one, which is yours to edit.
//!
//! The notebook asks whether we can keep track of thousands of connections
//! ourselves, and look which have data. Here are hundreds, on one thread. What is
//! checked: every byte comes back in its place, large messages too; nobody is held
//! up by a client who does not read, nor harmed by one who vanishes; silence costs
//! little; and a server that is told to stop loses nothing.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("connections.rs");

#[path = "../tests/common/client.rs"]
mod client;

#[path = "../tests/common/served.rs"]
mod served;

#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;

#[cfg_attr(feature = "solutions", path = "../solutions/connections.rs")]
mod connections;

use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use client::message;
use served::check;

#[test]
fn hundreds_at_once_each_hear_their_own_words() {
    check(|served| {
        // For macOS fewer: there a program may have 256 files open.
        let clients = served.clients(if cfg!(target_os = "macos") { 100 } else { 200 });
        for round in 1..=3 {
            let words = |number| format!("client {number}, round {round}\n").into_bytes();
            for (number, client) in clients.iter().enumerate() {
                client.says(&words(number));
            }
            for (number, client) in clients.iter().enumerate() {
                client.hears(&words(number));
            }
        }
    });
}

#[test]
fn a_large_message_comes_back_whole() {
    check(|served| {
        let (client, words) = (served.client(), message(4_000_000));
        thread::scope(|scope| {
            scope.spawn(|| {
                client.says(&words);
                client.ends(); // And yet the rest of the echo is its due.
            });
            client.hears_to_the_end(&words);
        });
    });
}

#[test]
fn who_does_not_read_holds_nobody_up() {
    check(|served| {
        let (mut deaf, other) = (served.client(), served.client());
        let (words, mut said, mut refused) = (message(64_000_000), 0, 0);
        deaf.0.set_nonblocking(true).expect("it never waits");
        while refused < 5 {
            match deaf.0.write(&words[said..words.len().min(said + 500_000)]) {
                Ok(written) => (said, refused) = (said + written, 0),
                Err(_) => {
                    refused += 1;
                    thread::sleep(Duration::from_millis(5));
                }
            }
            assert!(
                said < words.len(),
                "it reads on from a client who does not read: is what `write` did not take kept, \
                 and nothing read until it is written?"
            );
            other.says(b"and I?");
            other.hears(b"and I?");
        }
        served.rests_with("a client who does not read");
        deaf.0.set_nonblocking(false).expect("it waits again");
        deaf.ends();
        deaf.hears_to_the_end(&words[..said]);
    });
}

#[test]
fn who_vanishes_harms_nobody() {
    check(|served| {
        let other = served.client();
        for round in 0..60 {
            let client = served.client();
            if round % 3 > 0 {
                client.says(&message(10_000));
            }
            if round % 3 > 1 {
                // Who leaves with something unread resets the connection.
                client.0.peek(&mut [0]).expect("an echo");
            }
        }
        other.says(b"and I?");
        other.hears(b"and I?");
        served.rests_with("clients who have left");
    });
}

#[test]
fn silence_costs_little() {
    check(|served| {
        let clients = served.clients(100);
        for client in &clients {
            client.says(b"hello");
            client.hears(b"hello");
        }
        served.rests_with("a hundred clients who say nothing");
    });
}

#[test]
fn a_server_that_is_told_to_stop_loses_nothing() {
    check(|served| {
        let words = message(100_000);
        let clients = served.clients(20);
        // They have been silent for a while, and are not any more.
        thread::sleep(Duration::from_millis(30));
        for client in &clients {
            client.says(&words);
        }
        served.stop();
        for client in &clients {
            client.hears_to_the_end(&words);
        }
        let late = TcpStream::connect(served.address);
        assert!(late.is_err(), "a server that has stopped takes in nobody");
    });
}

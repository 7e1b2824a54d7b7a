//! The service over real connections: clients that are slow, clients that go on sending, and the stop.

use lettermark::assessment::Engine;
use lettermark::limits;
use lettermark::serve::{self, Settings};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// No answer takes so long; a test that waits for one fails after it.
const PATIENCE: Duration = Duration::from_secs(120);

const LETTER: &str = r#"{"kind": "vcl", "text": "Dear Ms Ward\n\nWe have decided to stop the case against Mr Hale. I am sorry for what happened to you.\n\nYours sincerely\n\nA. Marsh\n"}"#;

/// A server of the test's own, on any free port.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    done: Option<tokio::task::JoinHandle<lettermark::error::Result<()>>>,
    runtime: Runtime,
}

impl Server {
    fn start(settings: Settings) -> Server {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, told) = oneshot::channel();
        let engine = Engine::embedded().unwrap();
        let told = async move {
            let _ = told.await;
        };
        let done = runtime.spawn(serve::until(engine, listener, settings, told));
        Server { address, stop: Some(stop), done: Some(done), runtime }
    }

    fn connect(&self) -> TcpStream {
        connect(self.address)
    }

    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has ended, and well.
    fn ended(mut self) {
        let done = self.done.take().unwrap();
        self.runtime.block_on(done).unwrap().unwrap();
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn letter() -> Vec<u8> {
    let head = "POST /v1/assessments HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{LETTER}", LETTER.len()).into_bytes()
}

/// One answer: its status, and whether the server closes the connection after it.
fn answer(reader: &mut impl BufRead) -> Option<(u16, bool)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let (mut length, mut closes) = (0, false);
    loop {
        line.clear();
        reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
        let (name, value) = match line.trim_end().split_once(':') {
            Some((name, value)) => (name.to_ascii_lowercase(), value.trim()),
            None => break,
        };
        match name.as_str() {
            "content-length" => length = value.parse().ok()?,
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((status, closes))
}

fn health(stream: &TcpStream) -> Option<(u16, bool)> {
    (&*stream).write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n").ok()?;
    answer(&mut BufReader::new(stream))
}

/// Writes so that a server that has closed is no fault of the test.
fn drip(stream: &TcpStream, byte: u8) -> bool {
    match (&*stream).write_all(&[byte]) {
        Ok(()) => true,
        Err(e) if matches!(e.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => false,
        Err(e) => panic!("{e}"),
    }
}

// With room for one connection only, a second client is answered when the first was cut off and not before:
// no clock is needed to see it.

#[test]
fn who_sends_the_head_of_a_request_too_slowly_is_cut_off() {
    let settings =
        Settings { connections: 1, request_time: Duration::from_millis(300), ..Settings::default() };
    let server = Server::start(settings);
    let slow = server.connect();
    // The first is taken before the second comes.
    assert_eq!(health(&slow), Some((200, false)));
    (&slow).write_all(b"GET /healthz HTTP/1.1\r\nX: ").unwrap();
    let next = server.connect();
    let waiting = std::thread::spawn(move || health(&next));
    let mut sent = 0_u64;
    while !waiting.is_finished() {
        drip(&slow, b'a');
        sent += 1;
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(waiting.join().unwrap(), Some((200, false)), "after {sent} bytes of the slow one");
}

#[test]
fn who_connects_and_says_nothing_is_cut_off() {
    let settings =
        Settings { connections: 1, request_time: Duration::from_millis(300), ..Settings::default() };
    let server = Server::start(settings);
    let mut silent = server.connect();
    assert_eq!(health(&server.connect()), Some((200, false)));
    let mut rest = Vec::new();
    // Closed or reset, but at an end.
    let _ = silent.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

#[test]
fn who_sends_a_body_too_slowly_is_told_and_cut_off() {
    let settings = Settings { connections: 1, body_time: Duration::from_millis(300), ..Settings::default() };
    let server = Server::start(settings);
    let slow = server.connect();
    let head = "POST /v1/assessments HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n";
    (&slow).write_all(format!("{head}Content-Length: 1000000\r\n\r\n").as_bytes()).unwrap();
    let next = server.connect();
    let waiting = std::thread::spawn(move || health(&next));
    let reading = slow.try_clone().unwrap();
    let told = std::thread::spawn(move || answer(&mut BufReader::new(reading)));
    while !told.is_finished() && drip(&slow, b' ') {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(told.join().unwrap().map(|(status, _)| status), Some(408));
    drop(slow);
    assert_eq!(waiting.join().unwrap(), Some((200, false)));
}

#[test]
fn who_does_not_read_is_cut_off() {
    let settings = Settings { connections: 1, write_time: Duration::from_millis(300), ..Settings::default() };
    let server = Server::start(settings);
    // More answers than the system holds ready for a reader (some 10 MB at most on both sides).
    let asked: u32 = 400;
    let slow = server.connect();
    let sending = slow.try_clone().unwrap();
    let sender = std::thread::spawn(move || {
        for _ in 0..asked {
            if (&sending).write_all(b"GET /v1/rules HTTP/1.1\r\nHost: t\r\n\r\n").is_err() {
                break;
            }
        }
    });
    assert_eq!(slow.peek(&mut [0]).unwrap(), 1, "the first is taken before the second comes");
    let next = server.connect();
    assert_eq!(health(&next), Some((200, false)));
    sender.join().unwrap();
    let mut reader = BufReader::new(&slow);
    let mut answered = 0;
    while answer(&mut reader).is_some() {
        answered += 1;
    }
    assert!(answered < asked, "all {asked} answers came");
}

#[test]
fn a_body_that_is_refused_unread_does_not_cost_the_client_the_answer() {
    let server = Server::start(Settings { linger: PATIENCE, ..Settings::default() });
    let stream = server.connect();
    let length = limits::FILE_BYTES + limits::FILE_BYTES / 2;
    let head = "POST /v1/assessments HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n";
    (&stream).write_all(format!("{head}Content-Length: {length}\r\n\r\n").as_bytes()).unwrap();
    // A client that sends all before it reads anything.
    (&stream).write_all(&vec![b' '; length]).unwrap();
    assert_eq!(answer(&mut BufReader::new(&stream)), Some((413, true)));
}

/// What one client saw.
#[derive(Default, Debug)]
struct Seen {
    answered: u32,
    refused: u32,
    lost: u32,
}

/// Sends letter after letter on one connection, from before the stop, until the server says that it closes.
fn keeps_asking(stream: TcpStream) -> Seen {
    let mut seen = Seen::default();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        if (&stream).write_all(&letter()).is_err() {
            seen.lost += 1;
            return seen;
        }
        let closes = match answer(&mut reader) {
            Some((200, closes)) => {
                seen.answered += 1;
                closes
            }
            Some((503, closes)) => {
                seen.refused += 1;
                closes
            }
            _ => {
                seen.lost += 1;
                return seen;
            }
        };
        if closes {
            return seen;
        }
    }
}

#[test]
fn told_to_stop_under_load_it_answers_every_request_that_it_has_accepted() {
    let settings = Settings { workers: 2, connections: 24, ..Settings::default() };
    let mut server = Server::start(settings);
    let askers: Vec<_> = (0..12)
        .map(|_| {
            let stream = server.connect();
            assert_eq!(health(&stream), Some((200, false)));
            std::thread::spawn(move || keeps_asking(stream))
        })
        .collect();
    // These are connected and have said nothing yet; the last eight of them find no place and wait with the
    // system.
    let silent: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    server.stop();
    let mut seen = Seen::default();
    for stream in &silent {
        (&*stream).write_all(&letter()).unwrap();
    }
    for stream in &silent {
        match answer(&mut BufReader::new(stream)) {
            // Whether the answer says that the connection ends depends on which came first, request or stop.
            Some((200, _)) => seen.answered += 1,
            Some((503, _)) => seen.refused += 1,
            _ => seen.lost += 1,
        }
    }
    assert_eq!((seen.answered + seen.refused, seen.lost), (20, 0), "{seen:?}");
    for asker in askers {
        let seen = asker.join().unwrap();
        assert!(seen.answered + seen.refused > 0 && seen.lost == 0, "{seen:?}");
    }
    let address = server.address;
    server.ended();
    assert!(TcpStream::connect(address).is_err(), "nobody is taken any more");
}

#[test]
fn told_to_stop_it_does_not_wait_for_those_who_only_stay() {
    let moment = Duration::from_millis(50);
    let settings = Settings { farewell: moment, linger: moment, ..Settings::default() };
    let mut server = Server::start(settings);
    let stays = server.connect();
    assert_eq!(health(&stays), Some((200, false)));
    server.stop();
    server.ended();
    let mut rest = Vec::new();
    assert_eq!((&stays).read_to_end(&mut rest).unwrap(), 0);
}

#[cfg(unix)]
#[test]
fn the_signal_to_stop_answers_what_is_on_its_way_and_ends_well() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_lettermark"))
        .args(["serve", "--bind", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let address: SocketAddr = address.parse().unwrap();
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        log.read_to_string(&mut rest).unwrap();
        rest
    });
    let asker = connect(address);
    let asker = std::thread::spawn(move || keeps_asking(asker));
    let silent = connect(address);
    assert_eq!(health(&connect(address)), Some((200, false)));
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    (&silent).write_all(&letter()).unwrap();
    assert!(matches!(answer(&mut BufReader::new(&silent)), Some((200 | 503, _))));
    let seen = asker.join().unwrap();
    assert!(seen.answered > 0 && seen.lost == 0, "{seen:?}");
    assert!(child.wait().unwrap().success());
    let log = rest.join().unwrap();
    assert!(log.contains("stopping") && log.contains("status=200"), "{log}");
    assert!(!log.contains("Ward") && !log.contains("sorry"), "{log}");
}

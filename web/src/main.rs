//! The program `wufei-web`: one shell until Ctrl-C.

mod arguments;

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

use arguments::{Arguments, USAGE};

fn main() -> ExitCode {
    let words = std::env::args().skip(1).collect();
    match Arguments::read(words) {
        Ok(Some(arguments)) => run(&arguments).map_or_else(complain, |()| ExitCode::SUCCESS),
        Ok(None) => {
            say(USAGE);
            ExitCode::SUCCESS
        }
        Err(wrong) => complain(format!("{wrong}\n{USAGE}")),
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    // The signals are heard before anyone can know the address.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| format!("cannot start: {cause}"))?;
    let listening = || -> std::io::Result<_> {
        let _inside = runtime.enter();
        Ok((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?))
    };
    let (mut interrupted, mut terminated) =
        listening().map_err(|cause| format!("cannot listen for Ctrl-C: {cause}"))?;
    let running =
        wufei_web::start(arguments.settings.clone()).map_err(|cause| cause.to_string())?;
    if let Some(file) = &arguments.port_file {
        // Written whole, then named: whoever waits for the file never reads half a number.
        let part = file.with_extension("part");
        std::fs::write(&part, format!("{}\n", running.address.port()))
            .and_then(|()| std::fs::rename(&part, file))
            .map_err(|cause| format!("cannot write {}: {cause}", file.display()))?;
    }
    say(&format!("listening on http://{}", running.address));
    runtime.block_on(async {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    });
    running.stop();
    Ok(())
}

#[expect(clippy::print_stdout, reason = "whoever started the program reads the address here")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "a program without a log says here why it ended")]
fn complain(why: String) -> ExitCode {
    eprintln!("wufei-web: {why}");
    ExitCode::FAILURE
}

//! What a story is played with: a real server as a process, real devices, a client, a proxy.
//!
//! Everything is on the loopback address, waits for a bounded time, and ends with its owner.
//! Start here: [`World`] (a server with the synthetic neighbourhood), [`TestDevice`].

mod city;
mod cluster;
mod device;
mod failure;
mod http;
mod partitions;
mod process;
mod programs;
mod proxy;
pub mod records;
mod sentence;

pub use city::{World, now, random};
pub use cluster::{Cluster, Commits};
pub use device::{
    TestDevice,
    bell::Bell,
    point::Weighed,
    store::{DeviceStore, OwnRecord},
};
pub use failure::{Failure, holds, same};
pub use http::{Answer, Http};
pub use partitions::found;
pub use process::{CodeIssue, ServerProcess};
pub use programs::root;
pub use proxy::Proxy;
pub use sentence::{sentence, sentences};

/// How long anything may take that another thread or process brings.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

//! The server's rules, asked through the service on a SQLite file of its own, and a few questions
//! over the network. [`city`] builds the town the others talk about.

mod auditing;
mod bad_input;
mod city;
mod consents;
mod console;
mod described;
mod enrolling;
mod feeding;
mod grants;
mod ground;
mod holding;
mod households;
mod importing;
mod limits;
mod look_up;
mod lost;
mod matrix;
mod missing;
mod network;
mod news;
mod organiser;
mod page;
mod phones;
mod photos;
mod points;
mod restoring;
mod reviewing;
mod screens;
mod settling;
mod sheets;
mod snapshots;
mod standings;
mod storing;
mod vectors;
mod visits;

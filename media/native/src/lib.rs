//! What the media thread needs of C and of the system: one module a subject, each with its own classes for Node.

mod opus;
mod rtp;
mod socket;
mod sound;
mod srtp;

//! The streams as measurements name them, which is how `wufei-guide classify` prints them.

use wufei_guide::{Disposal, Item};

/// A stream by its name in [`ALL`].
pub type Stream = &'static str;

/// All of them. What goes into no bin is one: `not-waste`.
pub const ALL: [Stream; 9] = [
    "recyclable",
    "hazardous",
    "perishable",
    "residual",
    "bulky",
    "renovation",
    "garden",
    "pesticide",
    "not-waste",
];

/// The stream of that name.
pub fn named(name: &str) -> Option<Stream> {
    ALL.into_iter().find(|stream| *stream == name)
}

/// Its place in [`ALL`].
pub fn place(stream: Stream) -> usize {
    ALL.iter().position(|known| *known == stream).unwrap_or(ALL.len() - 1)
}

/// The stream of a place.
pub fn of(disposal: Disposal) -> Stream {
    let name = match disposal {
        Disposal::Bin(stream) => match stream.code() {
            "pesticide_packaging" => "pesticide",
            code => code,
        },
        _ => "not-waste",
    };
    named(name).unwrap_or("not-waste")
}

/// Where an item usually goes.
pub fn usual(item: &Item) -> Stream {
    item.usual().map_or("not-waste", |part| of(part.disposal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_stream() {
        for disposal in Disposal::ALL {
            let stream = of(disposal);
            assert_eq!(stream == "not-waste", disposal.stream().is_none(), "{}", disposal.code());
            assert_eq!(ALL[place(stream)], stream);
        }
        assert_eq!(named("none"), None);
    }
}

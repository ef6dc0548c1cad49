//! Streams by name and bin.

use super::{BinColour, Stream};

#[test]
fn streams_keep_their_names() {
    for stream in Stream::ALL {
        assert_eq!(Stream::from_code(stream.code()), Some(stream));
        assert_eq!(serde_json::to_string(&stream).unwrap(), format!("\"{}\"", stream.code()));
    }
    assert_eq!(Stream::from_code("wet"), None);
}

#[test]
fn four_streams_have_a_bin_and_no_two_the_same() {
    let colours: Vec<BinColour> = Stream::ALL.iter().map(|stream| stream.colour()).collect();
    let bins = [BinColour::Blue, BinColour::Red, BinColour::Green, BinColour::Grey];
    assert_eq!(colours[..4], bins);
    assert_eq!(colours[4..], [BinColour::None; 4]);
}

/// The kit's words without SwiftUI: the same declarations, nothing drawn.

/// How words look. The meaning is in the words; none of these carries it alone.
public enum Look: Sendable {
    case plain, strong, quiet, small, lead, heading, title, figure, mark, struck, problem
}

/// A drawing beside a word, never instead of one.
public enum Sign: String, Sendable {
    case back = "chevron.backward"
    case onward = "chevron.forward"
    case close = "xmark"
    case speaker = "speaker.wave.2"
    case camera = "qrcode.viewfinder"
    case photo = "camera"
    case search = "magnifyingglass"
    case house = "house"
    case scale = "scalemass"
    case door = "figure.walk"
    case send = "tray.and.arrow.up"
    case share = "square.and.arrow.up"
    case star = "star"
    case starred = "star.fill"
    case place = "mappin.and.ellipse"
    case bars = "chart.bar"
    case switches = "slider.horizontal.3"
    case recycle = "arrow.triangle.2.circlepath"
    case hazard = "xmark.circle"
    case leaf = "leaf"
    case bin = "trash"
    case box = "shippingbox"
    case check = "checkmark"
    case refused = "nosign"
    case clock = "clock"
    case away = "rectangle.portrait.and.arrow.right"
    case lock = "lock"
    case untouched = "circle"
    case info = "info.circle"
    case warning = "exclamationmark.triangle"
}

/// A bin's colour.
public enum Hue: Sendable {
    case blue, red, green, grey, special
}

/// Text in the reader's own size.
public struct Words: Part {
    public init(_ text: String, _ look: Look = .plain) {}

    public var body: some Part { Drawn() }
}

/// A drawing with its word.
public struct Signed: Part {
    public init(_ sign: Sign, _ text: String, _ look: Look = .plain) {}

    public var body: some Part { Drawn() }
}

/// A number with what it counts.
public struct Figure: Part {
    public init(_ label: String, _ value: String, note: String? = nil) {}

    public var body: some Part { Drawn() }
}

/// The band of a bin, in its colour and with its drawing.
public struct Band: Part {
    public init(_ hue: Hue, _ sign: Sign, name: String?, line: String) {}

    public var body: some Part { Drawn() }
}

/// A card's QR: dark modules on white, with the quiet zone the readers ask for.
public struct Qr: Part {
    public init(side: Int, dark: [Bool], label: String) {}

    public var body: some Part { Drawn() }
}

/// A photo from its file, cut to a square; its place is as large before it is read.
public struct Photo: Part {
    public init(_ path: String, label: String) {}

    public var body: some Part { Drawn() }
}

/// A bin as a line of a list: its drawing and its word, the drawing in its colour.
public struct Tag: Part {
    public init(_ hue: Hue, _ sign: Sign, _ text: String) {}

    public var body: some Part { Drawn() }
}

/// Something to be told at once, also to who cannot see it.
public struct Notice: Part {
    public init(_ sign: Sign, _ text: String, _ look: Look = .plain) {}

    public var body: some Part { Drawn() }
}

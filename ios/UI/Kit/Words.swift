/// What is read: words, drawings, figures, marks, a bin's band, a card's QR.
import SwiftUI

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
    private let text: String
    private let look: Look
    @Environment(\.sizes) private var sizes

    public init(_ text: String, _ look: Look = .plain) {
        self.text = text
        self.look = look
    }

    public var body: some View {
        if look == .mark {
            worded.padding(.horizontal, 8).padding(.vertical, 1)
                .background(Palette.sunPale)
                .clipShape(RoundedRectangle(cornerRadius: 6))
        } else {
            worded.accessibilityAddTraits(look == .heading || look == .title ? .isHeader : [])
        }
    }

    private var worded: some View {
        Text(text)
            .strikethrough(look == .struck)
            .modifier(Scaled(size: size, weight: weight))
            .foregroundColor(colour)
            .fixedSize(horizontal: false, vertical: true)
    }

    private var size: CGFloat {
        switch look {
        case .small, .mark: sizes.small
        case .lead: sizes.lead
        case .title: sizes.title
        case .figure: sizes.figure
        case .plain, .strong, .quiet, .heading, .struck, .problem: sizes.text
        }
    }

    private var weight: Font.Weight {
        switch look {
        case .strong, .heading, .title, .figure, .mark: .semibold
        case .plain, .quiet, .small, .lead, .struck, .problem: .regular
        }
    }

    private var colour: Color {
        switch look {
        case .quiet, .small, .struck: Palette.soft
        case .mark: Palette.sunInk
        case .problem: Palette.warn
        case .plain, .strong, .lead, .heading, .title, .figure: Palette.ink
        }
    }
}

/// Grows with the text size the reader chose in the system's settings.
struct Scaled: ViewModifier {
    let size: CGFloat
    let weight: Font.Weight
    @ScaledMetric(relativeTo: .body) private var scale: CGFloat = 1

    init(size: CGFloat, weight: Font.Weight) {
        self.size = size
        self.weight = weight
    }

    func body(content: Content) -> some View {
        content.font(.system(size: size * scale, weight: weight))
    }
}

/// A drawing with its word.
public struct Signed: Part {
    private let sign: Sign
    private let text: String
    private let look: Look
    @Environment(\.sizes) private var sizes

    public init(_ sign: Sign, _ text: String, _ look: Look = .plain) {
        self.sign = sign
        self.text = text
        self.look = look
    }

    public var body: some View {
        HStack(alignment: .firstTextBaseline, spacing: 8) {
            Drawing(sign, size: sizes.text)
                .foregroundColor(look == .problem ? Palette.warn : Palette.ink)
            Words(text, look)
        }
        .accessibilityElement(children: .combine)
    }
}

/// A drawing as large as the words beside it, and silent: the word says it.
struct Drawing: View {
    let sign: Sign
    let size: CGFloat

    init(_ sign: Sign, size: CGFloat) {
        self.sign = sign
        self.size = size
    }

    var body: some View {
        Image(systemName: sign.rawValue)
            .modifier(Scaled(size: size, weight: .semibold))
            .accessibilityHidden(true)
    }
}

/// A bin as a line of a list: its drawing and its word, the drawing in its colour.
public struct Tag: Part {
    private let hue: Hue
    private let sign: Sign
    private let text: String
    @Environment(\.sizes) private var sizes

    public init(_ hue: Hue, _ sign: Sign, _ text: String) {
        self.hue = hue
        self.sign = sign
        self.text = text
    }

    public var body: some View {
        HStack(spacing: 8) {
            Drawing(sign, size: sizes.text)
                .foregroundColor(.white)
                .padding(6)
                .background(Palette.bin(hue))
                .clipShape(RoundedRectangle(cornerRadius: 8))
            Words(text)
        }
        .accessibilityElement(children: .combine)
    }
}

/// Something to be told at once, also to who cannot see it.
public struct Notice: Part {
    private let sign: Sign
    private let text: String
    private let look: Look

    public init(_ sign: Sign, _ text: String, _ look: Look = .plain) {
        self.sign = sign
        self.text = text
        self.look = look
    }

    public var body: some View {
        Signed(sign, text, look)
            .onAppear { announce(text) }
            .onChange(of: text) { announce($0) }
    }

    private func announce(_ text: String) {
        UIAccessibility.post(notification: .announcement, argument: text)
    }
}

/// A number with what it counts.
public struct Figure: Part {
    private let label: String
    private let value: String
    private let note: String?

    public init(_ label: String, _ value: String, note: String? = nil) {
        self.label = label
        self.value = value
        self.note = note
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Words(label, .small)
            Words(value, .figure)
            if let note { Words(note, .small) }
        }
        .accessibilityElement(children: .combine)
    }
}

/// The band of a bin, in its colour and with its drawing.
public struct Band: Part {
    private let hue: Hue
    private let sign: Sign
    private let name: String?
    private let line: String
    @Environment(\.sizes) private var sizes

    public init(_ hue: Hue, _ sign: Sign, name: String?, line: String) {
        self.hue = hue
        self.sign = sign
        self.name = name
        self.line = line
    }

    public var body: some View {
        HStack(spacing: 12) {
            Drawing(sign, size: sizes.title)
            VStack(alignment: .leading) {
                if let name { Text(name).modifier(Scaled(size: sizes.text, weight: .semibold)) }
                Text(line).modifier(Scaled(size: sizes.lead, weight: .bold))
            }
        }
        .foregroundColor(.white)
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding(sizes.gap)
        .background(Palette.bin(hue))
        .clipShape(RoundedRectangle(cornerRadius: 12))
        .accessibilityElement(children: .combine)
    }
}

/// A card's QR: dark modules on white, with the quiet zone the readers ask for.
public struct Qr: Part {
    private let side: Int
    private let dark: [Bool]
    private let label: String

    public init(side: Int, dark: [Bool], label: String) {
        self.side = side
        self.dark = dark
        self.label = label
    }

    public var body: some View {
        Canvas { context, size in
            let step = size.width / CGFloat(side + 8)
            for (at, isDark) in dark.enumerated() where isDark {
                let corner = CGPoint(
                    x: CGFloat(at % side + 4) * step, y: CGFloat(at / side + 4) * step)
                let module = CGRect(origin: corner, size: CGSize(width: step, height: step))
                context.fill(Path(module), with: .color(.black))
            }
        }
        .background(Color.white)
        .aspectRatio(1, contentMode: .fit)
        .frame(maxWidth: 320)
        .accessibilityElement()
        .accessibilityLabel(label)
    }
}

/// Sizes and colours: those of the web shell, and elder mode as one switch in the environment.
import SwiftUI

/// Points before the reader's own text size is applied.
struct Sizes {
    let elder: Bool

    var text: CGFloat { elder ? 30 : 17 }
    var small: CGFloat { elder ? 24 : 16 }
    var lead: CGFloat { elder ? 32 : 20 }
    var title: CGFloat { elder ? 34 : 22 }
    var figure: CGFloat { elder ? 44 : 32 }
    /// The least side of anything to be touched.
    var target: CGFloat { elder ? 60 : 44 }
    /// The least width of a key of the bar below.
    var tab: CGFloat { elder ? 104 : 64 }
    /// The side of a photo.
    var photo: CGFloat { elder ? 176 : 128 }
    var gap: CGFloat { elder ? 20 : 16 }
}

private struct SizesKey: EnvironmentKey {
    static let defaultValue = Sizes(elder: false)
}

extension EnvironmentValues {
    var sizes: Sizes {
        get { self[SizesKey.self] }
        set { self[SizesKey.self] = newValue }
    }
}

/// Light and dark of each colour, as in the web shell.
enum Palette {
    static let paper = shade(0xF4F3EE, 0x121714)
    static let sheet = shade(0xFFFFFF, 0x1C2320)
    static let ink = shade(0x1B2420, 0xEBEFEC)
    static let soft = shade(0x55605A, 0xA9B4AD)
    static let line = shade(0xD5D8D1, 0x35403A)
    static let edge = shade(0x7D877F, 0x7F8C85)
    static let leaf = shade(0x1A6B4A, 0x7FD1A8)
    static let leafDeep = shade(0x12523A, 0xA5E2C4)
    static let onLeaf = shade(0xFFFFFF, 0x08281A)
    static let leafPale = shade(0xE3F0E8, 0x1F3A2D)
    static let warn = shade(0xA3221A, 0xFFB4AA)
    static let sunPale = shade(0xFBF0D3, 0x40340F)
    static let sunInk = shade(0x6A4A00, 0xF4DC97)
    static let info = shade(0x17518F, 0xA9CDF5)

    static func bin(_ hue: Hue) -> Color {
        switch hue {
        case .blue: shade(0x1557A6, 0x2465B8)
        case .red: shade(0xB3261E, 0xB93229)
        case .green: shade(0x1D6B37, 0x22753E)
        case .grey: shade(0x545B60, 0x5B6368)
        case .special: shade(0x6B4A1E, 0x7A5524)
        }
    }

    private static func shade(_ light: UInt32, _ dark: UInt32) -> Color {
        Color(UIColor { $0.userInterfaceStyle == .dark ? colour(dark) : colour(light) })
    }
}

private func colour(_ code: UInt32) -> UIColor {
    let part = { (shift: UInt32) in CGFloat((code >> shift) & 0xFF) / 255 }
    return UIColor(red: part(16), green: part(8), blue: part(0), alpha: 1)
}

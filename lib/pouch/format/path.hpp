#pragma once
#include <string>
#include <string_view>

/// Names in a bundle. The grammar is checked on bytes, before any system call sees them; it is the common
/// ground of POSIX, NTFS, exFAT, BagIt and `sha512sum -c`.
namespace pouch::format {

inline constexpr std::string_view payload_prefix = "data/"; ///< Where a bag has its payload.
inline constexpr std::size_t path_limit = 1000;             ///< Bytes of a payload path, without `data/`.
inline constexpr std::size_t component_limit =
    251;                                       ///< Bytes of one component, so that `.bdo` fits behind it.
inline constexpr std::size_t depth_limit = 32; ///< Components of a path.

/// Why `path` is no payload path, as a phrase (`a component is ..`, `not in normal form NFC`); empty if it is
/// one. The rules: UTF-8 in NFC; 1 to 1000 bytes; at most 32 components of 1 to 251 bytes; no `.` or `..`; no
/// component begins with `-` or a blank or ends with a blank or a dot; none of `\ % < > : " | ? *`; no
/// control, bidirectional, invisible or noncharacter code point; no Windows device name (CON, NUL, COM1 ...).
[[nodiscard]] std::string path_fault(std::string_view path);

/// Why `path` is no name that `verify -x` may give below its directory: a payload path, by itself or behind `data/`
/// or `labels/data/`, as it is or with `.bdo` behind it. The names of tag files are payload paths too, by their form.
[[nodiscard]] std::string place_fault(std::string_view path);

/// Throws Fault::refused `path.*` naming the path and the rule; `path` must come from the caller's own text.
void require_path(std::string_view path);

/// True for a name that pack takes out of the payload: of a label (`.bdo`) or below `.pouch/`, in any case. In the
/// payload it would be taken for one when packed again.
[[nodiscard]] bool is_reserved_path(std::string_view path);

/// True for a bundle id: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
[[nodiscard]] bool is_bundle_id(std::string_view text);

/// True for text in the normal form NFC; it is valid UTF-8.
[[nodiscard]] bool is_nfc(std::string_view text);

/// Paths that some file system takes for the same have the same key: NFC of the case folding of `path`.
[[nodiscard]] std::string collision_key(std::string_view path);

} // namespace pouch::format

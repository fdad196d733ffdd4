#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/format_kind.hpp"
#include "pouch/redact/scanner.hpp"

#include <functional>
#include <memory>

/// Redacts one text after another in constant memory.
///
/// Blocks of the input are searched in parallel, replaced in order, searched again in parallel wherever
/// anything was replaced, and written in order. The same input gives the same output whatever the number of
/// threads.
namespace pouch::redact {

/// A span that was removed.
struct Removal {
    std::uint32_t rule;   ///< Index of the rule that named the replacement.
    std::uint64_t offset; ///< Where it began, in bytes.
    bool is_repeat;       ///< Found only after other spans were replaced; the offset is one of the output.
};

struct EngineOptions {
    std::size_t threads = 1;
    std::size_t block_size = std::size_t{1} << 20U; ///< Bytes read at a time.
};

class Engine {
  public:
    Engine(const Scanner& scanner, EngineOptions options);
    ~Engine();

    /// Copies `in` to `out` with everything removed that a rule of its scope matches, as far as its format, `kind`, lets
    /// it go (clipper.hpp), and reports each removal, one at a time and in order but for those found by repeats, from any
    /// thread. The text is well formed: its Structure has read it.
    /// `threads`: at most so many of the engine's threads. Throws Fault::refused `text.encoding` for what is
    /// not UTF-8, `text.binary` for a zero byte, and what Scanner::scan and Settler throw. Does not commit.
    void run(io::Source& in, io::Sink& out, std::size_t threads,
             const std::function<void(const Removal&)>& report, FormatKind kind = FormatKind::text);

  private:
    class Line;
    std::unique_ptr<Line> line_;
};

} // namespace pouch::redact

#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/splicer.hpp"
#include "pouch/redact/syntax.hpp"

#include <functional>
#include <memory>

/// Redacts one text after another in constant memory.
///
/// Blocks of the input are searched in parallel, replaced in order, searched again in parallel wherever
/// anything was replaced, and written in order. The same input gives the same output whatever the number of
/// threads.
namespace pouch::redact {

/// A span that was removed, or a match that a rule keeps.
struct Removal {
    std::uint32_t rule;   ///< Index of the rule that named the replacement, or that keeps.
    std::uint64_t offset; ///< Where it began, in bytes.
    bool is_repeat;       ///< Found only after other spans were replaced; the offset is one of the output.
    std::uint64_t end;    ///< Where it ended.
    std::uint64_t
        output; ///< Where its replacement begins in the output, as it was before anything was found by repeats.
    std::array<std::byte, 32> digest{}; ///< SHA-256 of the span, if EngineOptions wants it; of no repeat.
};

struct EngineOptions {
    std::size_t threads = 1;
    std::size_t block_size = std::size_t{1} << 19U; ///< Bytes read at a time.
    SpanDigests digests = SpanDigests::unwanted;    ///< Of removals that are no repeats.
    const KeyScope* key = nullptr;                  ///< Of the run; must outlive the engine.
};

class Engine {
  public:
    /// Fault::usage `rules.key-file`: a rule needs the key of the run, and there is none.
    Engine(const Scanner& scanner, EngineOptions options);
    ~Engine();

    /// Copies `in` to `out` with everything removed that a rule of its scope matches, as far as its format lets
    /// it go (clipper.hpp), and reports each removal, one at a time and in order but for those found by repeats, from any
    /// thread. The text is well formed: its Structure has read it.
    /// `passed(place)` is told now and then, as it reports, that no removal still to come begins before that place.
    /// `threads`: at most so many of the engine's threads. Throws Fault::refused `text.encoding` for what is
    /// not UTF-8, `text.binary` for a zero byte, and what Scanner::scan and Settler throw. Does not commit.
    void run(io::Source& in, io::Sink& out, std::size_t threads,
             const std::function<void(const Removal&)>& report, Syntax syntax = FormatKind::text,
             const std::function<void(std::uint64_t place)>& passed = {});

  private:
    class Line;
    std::unique_ptr<Line> line_;
};

} // namespace pouch::redact

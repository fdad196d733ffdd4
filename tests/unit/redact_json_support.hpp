#pragma once
#include "pouch/redact/clipper.hpp"
#include "pouch/redact/structure.hpp"
#include "unit/redact_support.hpp"

#include <memory>

/// What the tests of JSON share: a run of structure, engine and checker, as the stage wires them.
namespace pouch::test {

struct JsonRun {
    std::string output;
    std::vector<redact::FieldCut> cuts;
    std::vector<redact::Removal> removals;
    std::vector<std::uint64_t> formulas;
    bool is_all_withheld = false;
};

/// Rules that are compiled, and their target.
struct JsonRules {
    explicit JsonRules(const std::string& toml) : JsonRules(rules_of(toml)) {}
    explicit JsonRules(redact::RuleSet set) : target(std::move(set.target)), scanner(std::move(set.rules)) {}

    redact::Target target;
    redact::Scanner scanner;
};

inline JsonRun run_json(const JsonRules& rules, const std::string& text,
                        redact::FormatKind kind = redact::FormatKind::json,
                        std::size_t block_size = 1U << 18U, std::size_t threads = 1,
                        redact::PortionJudge* judge = nullptr, const redact::KeyScope* key = nullptr)
{
    JsonRun run;
    io::MemorySource in(as_bytes(text));
    io::MemorySink out;
    const redact::StructureOptions options{rules.scanner.rules(),
                                           rules.target,
                                           judge,
                                           std::uint64_t{1} << 26U,
                                           redact::PlaceMap::Use::wanted,
                                           [&](const redact::FieldCut& cut) { run.cuts.push_back(cut); },
                                           {},
                                           key,
                                           &rules.scanner};
    const auto structure = redact::structure_of(kind, in, options);
    const redact::Syntax syntax(kind, rules.target.csv_delimiter);
    const auto checker =
        redact::checker_of(syntax, out, [&](std::uint64_t place) { run.formulas.push_back(place); });
    redact::Engine engine(rules.scanner, {threads, block_size});
    engine.run(
        *structure, *checker, threads,
        [&](const redact::Removal& removal) { run.removals.push_back(removal); }, syntax);
    checker->finish();
    run.output = as_text(out.bytes);
    run.is_all_withheld = structure->is_all_withheld();
    return run;
}

inline std::string json_of(const std::string& toml, const std::string& text,
                           redact::FormatKind kind = redact::FormatKind::json)
{
    return run_json(JsonRules(toml), text, kind).output;
}

/// The parts of [begin, end) of a whole text of that format, each as it is cut, with `|` between; `?` if it asks for more.
inline std::string parts_of(redact::FormatKind kind, const std::string& text, std::size_t begin,
                            std::size_t end)
{
    const auto clipper = redact::clipper_of(kind);
    const auto place = clipper->seek(text, begin);
    std::vector<redact::Clipper::Part> parts;
    if (!clipper->clip(std::string_view(text).substr(place), end - place, true, parts)) return "?";
    std::string all;
    for (const auto& part : parts) {
        if (!all.empty()) all += "|";
        all += text.substr(place + part.begin, part.end - part.begin);
    }
    return all;
}

using Way = std::vector<std::string>;

/// True if the steps of a pointer pattern from `p` on mean the rest of a way from `w` on: by recursion over both, as the
/// manual says it.
inline bool means(const Way& pattern, std::size_t p, const Way& way, std::size_t w)
{
    if (p == pattern.size()) return w == way.size();
    if (pattern[p] == "**")
        return means(pattern, p + 1, way, w) || (w < way.size() && means(pattern, p, way, w + 1));
    return w < way.size() && (pattern[p] == "*" || pattern[p] == way[w]) && means(pattern, p + 1, way, w + 1);
}

/// Random bytes, drawn one choice at a time.
class JsonDice {
  public:
    explicit JsonDice(std::uint64_t seed) : bytes_(noise(1U << 16U, seed)) {}
    /// A number below `count`, which is at most 256.
    std::size_t roll(std::size_t count)
    {
        return std::to_integer<std::size_t>(bytes_[next_++ % bytes_.size()]) % count;
    }
    const std::string& pick(const std::vector<std::string>& from) { return from[roll(from.size())]; }

  private:
    Bytes bytes_;
    std::size_t next_ = 0;
};

/// A random JSON text with members of `names` and scalars of `scalars`; no object has a name twice.
inline std::string random_json(JsonDice& dice, const std::vector<std::string>& names,
                               const std::vector<std::string>& scalars, std::size_t depth = 0)
{
    static const std::vector<std::string> whites{"", "", "", " ", "\n  ", "\t", "\r\n"};
    const auto white = [&] { return dice.pick(whites); };
    const auto kind = dice.roll(depth == 0 ? 2 : depth < 4 ? 4 : 8);
    if (kind > 1) return dice.pick(scalars);
    std::string text = kind == 0 ? "{" : "[";
    std::vector<std::string> used;
    const auto count = dice.roll(5);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& name = dice.pick(names);
        if (kind == 0 && std::find(used.begin(), used.end(), name) != used.end()) continue;
        text += used.empty() ? white() : white() + "," + white();
        if (kind == 0) text += "\"" + name + "\"" + white() + ":" + white();
        used.push_back(name);
        text += random_json(dice, names, scalars, depth + 1);
    }
    return text + white() + (kind == 0 ? "}" : "]");
}

} // namespace pouch::test

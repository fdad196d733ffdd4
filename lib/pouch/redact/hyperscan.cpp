#include "pouch/redact/hyperscan.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/hyperscan_library.hpp"

#include <limits>
#include <new>
#include <utility>

namespace pouch::redact {

Finder::Finder() = default;

Finder::~Finder()
{
    if (database_ != nullptr) hyperscan().free_database(database_);
}

Finder::Finder(Finder&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Finder& Finder::operator=(Finder&& other) noexcept
{
    std::swap(database_, other.database_);
    return *this;
}

void Finder::fail(const std::string& who, const std::string& message)
{
    throw usage_error("rules.regex", "{}: regular expression: {}", who, message);
}

namespace {

/// The columns that the compiler wants.
struct Columns {
    std::vector<const char*> texts;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    std::vector<std::size_t> sizes;

    Columns(const std::vector<FinderPattern>& patterns, unsigned common)
    {
        for (const auto& pattern : patterns) {
            texts.push_back(pattern.text.c_str());
            flags.push_back(common | (pattern.ignore_case ? unsigned{HS_FLAG_CASELESS} : 0U) |
                            (pattern.is_utf8 ? unsigned{HS_FLAG_UTF8} : 0U));
            ids.push_back(static_cast<unsigned>(ids.size()));
            sizes.push_back(pattern.text.size());
        }
    }
    [[nodiscard]] unsigned count() const { return static_cast<unsigned>(texts.size()); }
};

} // namespace

bool Finder::compile_regexes(const std::vector<FinderPattern>& patterns, std::size_t& index,
                             std::string& message)
{
    if (patterns.empty()) return true;
    const Columns columns(patterns, HS_FLAG_MULTILINE);
    hs_compile_error_t* error = nullptr;
    if (hyperscan().compile_multi(columns.texts.data(), columns.flags.data(), columns.ids.data(),
                                  columns.count(), HS_MODE_BLOCK, nullptr, &database_,
                                  &error) == HS_SUCCESS) {
        return true;
    }
    if (error == nullptr) throw std::bad_alloc();
    index = error->expression >= 0 ? static_cast<std::size_t>(error->expression) : 0;
    message = error->message;
    hyperscan().free_compile_error(error);
    while (!message.empty() && message.back() == '.') message.pop_back();
    return false;
}

Finder Finder::of_literals(const std::vector<FinderPattern>& literals)
{
    Finder finder;
    if (literals.empty()) return finder;
    const Columns columns(literals, 0);
    hs_compile_error_t* error = nullptr;
    if (hyperscan().compile_lit_multi(columns.texts.data(), columns.flags.data(), columns.ids.data(),
                                      columns.sizes.data(), columns.count(), HS_MODE_BLOCK, nullptr,
                                      &finder.database_, &error) != HS_SUCCESS) {
        if (error == nullptr) throw std::bad_alloc();
        const std::string message = error->message;
        hyperscan().free_compile_error(error);
        throw bug("literals do not compile: {}", message);
    }
    return finder;
}

namespace {

/// Called from C code, so nothing may be thrown through it: it stops the scan instead.
int collect(unsigned pattern, unsigned long long, unsigned long long end, unsigned, void* context) noexcept
{
    try {
        static_cast<std::vector<FinderHit>*>(context)->push_back({pattern, static_cast<std::uint32_t>(end)});
        return 0;
    } catch (const std::bad_alloc&) {
        return 1;
    }
}

} // namespace

void Finder::scan(std::string_view text, FinderScratch& scratch, std::vector<FinderHit>& hits) const
{
    if (database_ == nullptr || text.empty()) return;
    if (text.size() > std::numeric_limits<unsigned>::max()) throw bug("a block of {} bytes", text.size());
    const auto status = hyperscan().scan(database_, text.data(), static_cast<unsigned>(text.size()), 0,
                                         scratch.scratch_, collect, &hits);
    if (status == HS_SCAN_TERMINATED) throw std::bad_alloc();
    if (status != HS_SUCCESS) throw bug("the pattern scanner failed with {}", static_cast<int>(status));
}

FinderScratch::~FinderScratch()
{
    if (scratch_ != nullptr) hyperscan().free_scratch(scratch_);
}

FinderScratch::FinderScratch(FinderScratch&& other) noexcept
    : scratch_(std::exchange(other.scratch_, nullptr))
{
}

FinderScratch& FinderScratch::operator=(FinderScratch&& other) noexcept
{
    std::swap(scratch_, other.scratch_);
    return *this;
}

void FinderScratch::reserve_for(const Finder& finder)
{
    if (finder.is_empty()) return;
    const auto status = hyperscan().alloc_scratch(finder.database_, &scratch_);
    if (status == HS_NOMEM) throw std::bad_alloc();
    if (status != HS_SUCCESS) throw bug("no scratch for the pattern scanner: {}", static_cast<int>(status));
}

} // namespace pouch::redact

#include "pouch/redact/regex_program.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/regex_text.hpp"

#include <atomic>
#include <mutex>
#include <re2/re2.h>

namespace pouch::redact {

namespace {

constexpr std::size_t few_copies = 8;     ///< Not worth a second compilation.
constexpr std::size_t most_copies = 1000; ///< RE2 refuses more.
constexpr int most_instructions = 60000;  ///< A third of what RE2 takes in most_memory, or less.
constexpr std::int64_t most_memory = std::int64_t{8} << 20U;

std::unique_ptr<re2::RE2> compiled(const std::string& pattern, bool ignore_case)
{
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_longest_match(true);
    options.set_case_sensitive(!ignore_case);
    options.set_max_mem(most_memory);
    return std::make_unique<re2::RE2>("(?m)" + pattern, options);
}

std::unique_ptr<re2::RE2> compiled(const std::string& pattern, bool ignore_case, const std::string& who)
{
    auto regex = compiled(pattern, ignore_case);
    if (!regex->ok()) throw usage_error("rules.regex", "{}: regular expression: {}", who, regex->error());
    return regex;
}

/// True if `small` with all its repeats `copies` times as long is sure to be compiled.
bool may_grow(const re2::RE2& small, std::size_t copies)
{
    return copies <= most_copies && small.ProgramSize() <= most_instructions / static_cast<int>(copies);
}

} // namespace

struct RegexProgram::State {
    std::string pattern;
    bool ignore_case;
    std::mutex mutex{};
    std::unique_ptr<re2::RE2> regex{};
    std::atomic<const re2::RE2*> ready = nullptr;

    void keep(std::unique_ptr<re2::RE2> compiled)
    {
        regex = std::move(compiled);
        ready.store(regex.get(), std::memory_order_release);
    }
};

RegexProgram::RegexProgram(const std::string& pattern, bool ignore_case, std::size_t copies,
                           const std::string& who)
    : state_(std::make_unique<State>(pattern, ignore_case))
{
    if (copies > few_copies && may_grow(*compiled(with_short_repeats(pattern), ignore_case, who), copies)) {
        return;
    }
    state_->keep(compiled(pattern, ignore_case, who));
}

RegexProgram::~RegexProgram() = default;
RegexProgram::RegexProgram(RegexProgram&&) noexcept = default;
RegexProgram& RegexProgram::operator=(RegexProgram&&) noexcept = default;

const re2::RE2& RegexProgram::get() const
{
    if (const auto* ready = state_->ready.load(std::memory_order_acquire)) return *ready;
    const std::lock_guard lock(state_->mutex);
    if (!state_->regex) {
        auto regex = compiled(state_->pattern, state_->ignore_case);
        if (!regex->ok()) throw bug("a regular expression that RE2 takes only with short repeats");
        state_->keep(std::move(regex));
    }
    return *state_->regex;
}

bool RegexProgram::is_compiled() const
{
    return state_->ready.load(std::memory_order_acquire) != nullptr;
}

} // namespace pouch::redact

#pragma once
#include "pouch/redact/held_checker.hpp"
#include "pouch/redact/json/keys.hpp"

#include <memory>

/// What leaves as JSON is read again: by the strict reader, and by simdjson as a second opinion. Names of members that
/// replacements made equal get `~2`, `~3` and so on behind them; all other bytes stay.
namespace pouch::redact::json {

/// Checks one JSON text after the other.
class TextChecker {
  public:
    TextChecker();
    ~TextChecker();

    /// Appends `text` as it may leave to `out`. Throws Fault::policy `redact.invalid-output`.
    void check(std::string_view text, Bytes& out);

  private:
    class Parser;
    std::unique_ptr<Parser> parser_;
    KeyStack keys_;
};

class DocumentChecker final : public HeldChecker {
  public:
    using HeldChecker::HeldChecker;

  protected:
    void check(Bytes& document) override;
};

/// Holds a line until it has ended.
class LinesChecker final : public Checker {
  public:
    explicit LinesChecker(io::Sink& out) : out_(out) {}
    void write(ByteView bytes) override;
    void finish() override;
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

  private:
    void take(std::string_view line);

    io::Sink& out_;
    TextChecker checker_;
    Bytes held_; ///< The beginning of a line.
    Bytes checked_;
};

} // namespace pouch::redact::json

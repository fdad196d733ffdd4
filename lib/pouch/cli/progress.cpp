#include "pouch/cli/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

namespace pouch::cli {

namespace {

class CountedSource final : public io::Source {
  public:
    CountedSource(io::Source& in, Progress& progress) : in_(in), progress_(progress) {}
    std::size_t read(MutableByteView out) override
    {
        const auto got = in_.read(out);
        progress_.add(got);
        return got;
    }
    std::uint64_t pass(io::Sink& out, std::uint64_t size) override
    {
        const auto passed = in_.pass(out, size);
        progress_.add(passed);
        return passed;
    }
    [[nodiscard]] Bytes take_held() override
    {
        auto held = in_.take_held();
        progress_.add(held.size());
        return held;
    }
    [[nodiscard]] std::uint64_t expected() const override { return in_.expected(); }
    [[nodiscard]] const std::string& name() const override { return in_.name(); }

  private:
    io::Source& in_;
    Progress& progress_;
};

class CountedReader final : public stage::ContentReader {
  public:
    CountedReader(std::unique_ptr<stage::ContentReader> reader, Progress& progress)
        : reader_(std::move(reader)), progress_(progress)
    {
    }
    std::uint64_t open(const stage::InputFile& file) override { return reader_->open(file); }
    std::size_t read(MutableByteView out) override
    {
        const auto got = reader_->read(out);
        progress_.add(got);
        return got;
    }
    void close() override { reader_->close(); }

  private:
    std::unique_ptr<stage::ContentReader> reader_;
    Progress& progress_;
};

void show(std::string_view text)
{
    // A lost line of progress is no loss.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace

Progress::Progress(const Common& common, std::string what)
    : tool_(common.tool), what_(std::move(what)),
      is_on_(!common.quiet && !common.json && (common.progress || ::isatty(STDERR_FILENO) == 1))
{
}

Progress::~Progress()
{
    if (is_shown_) show("\r\x1b[K");
}

void Progress::add(std::uint64_t bytes)
{
    bytes_ += bytes;
    if (!is_on_) return;
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    is_shown_ = true;
    const std::chrono::duration<double> elapsed = now - start_;
    const auto mebibytes = static_cast<double>(bytes_) / (1 << 20);
    show(fmt::format("\r{}: {:.0f} MiB {}, {:.0f} MiB/s\x1b[K", tool_, mebibytes, what_,
                     mebibytes / elapsed.count()));
}

std::unique_ptr<io::Source> Progress::counted(io::Source& in)
{
    return std::make_unique<CountedSource>(in, *this);
}

std::unique_ptr<stage::ContentReader> Progress::counted(std::unique_ptr<stage::ContentReader> reader)
{
    return std::make_unique<CountedReader>(std::move(reader), *this);
}

} // namespace pouch::cli

#pragma once
#include "pouch/io/file.hpp"

/// A named file that says something of an output, and must not stay without it.
namespace pouch::io {

/// Published before the output, so that nobody finds that one alone; withdrawn if the output then fails.
class Companion {
  public:
    /// As open_sink.
    Companion(const std::string& path, SinkOptions options) : path_(path), sink_(open_sink(path, options)) {}
    ~Companion();
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;

    [[nodiscard]] FileSink& sink() { return *sink_; }
    /// Commits by `sink`, which is sink() or stands before it.
    void publish(Sink& sink);
    /// The output is there: the file stays.
    void keep() { is_published_ = false; }

  private:
    std::string path_;
    std::unique_ptr<FileSink> sink_;
    bool is_published_ = false; ///< And can be withdrawn.
};

/// True if both paths name the same place in the same directory, whether anything is there or not.
[[nodiscard]] bool is_same_name(const std::string& a, const std::string& b);

/// True if writing `output` may destroy what is read as `source`: both are one name, or lead to one regular file.
[[nodiscard]] bool may_destroy(const std::string& output, const std::string& source);

/// True if `path` leads to what `descriptor` has open, a file or a pipe (`/dev/stdout`); a device may be shared.
[[nodiscard]] bool leads_to(const std::string& path, int descriptor);

/// The same of two descriptors.
[[nodiscard]] bool is_same_place(int a, int b);

} // namespace pouch::io

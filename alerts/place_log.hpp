#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace nightjar {

/// A consumer's place cannot be read or written; `what()` is one line that names the file.
class PlaceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What becomes of a place that its disk does not take for want of room. Whatever else is wrong is thrown.
enum class PlaceDisk {
  has_room,  ///< that is thrown too
  may_fill,  ///< the file stays as it was until it is made anew; `lags` says so
};

/// A file of lines that survives its writer: whole when it is made anew, and grown line by line in between.
/// A line that the end of the writer, or a full disk, has cut is left out. One process at a time. Throws
/// PlaceError.
class PlaceLog {
 public:
  /// An empty path keeps nothing.
  explicit PlaceLog(std::filesystem::path file, PlaceDisk disk = PlaceDisk::has_room);
  ~PlaceLog();
  PlaceLog(const PlaceLog&) = delete;
  PlaceLog& operator=(const PlaceLog&) = delete;

  [[nodiscard]] bool keeps() const { return !path_.empty(); }
  /// The lines that were there at the start.
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The process may be killed behind it; a power cut may cost the newest fifth of a second, but for what was
  /// synced.
  void add(const std::string& line);
  /// What was added is on disk when it returns.
  void sync();
  /// Makes the file anew of these lines, on disk when it returns.
  void rewrite(const std::vector<std::string>& lines);
  /// There was no room for a line: it and all that followed are not in the file.
  [[nodiscard]] bool lags() const { return lags_; }
  /// Bytes that were added since it was made anew.
  [[nodiscard]] std::size_t grown() const { return grown_; }

 private:
  using Steady = std::chrono::steady_clock;

  void hold();
  void load();
  void open();
  void write(int file, const std::string& text) const;
  void append(const std::string& line);
  void replace(const std::string& text);
  template <typename Write>
  void unless_full(Write write);
  void sync_folder() const;
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void refuse() const;

  std::filesystem::path path_;
  PlaceDisk disk_;
  bool lags_ = false;
  std::vector<std::string> lines_;
  int file_ = -1;
  int lock_ = -1;
  std::size_t whole_ = 0;  ///< bytes up to the end of the last whole line
  std::size_t grown_ = 0;
  bool is_synced_ = true;
  Steady::time_point synced_at_ = Steady::now();
};

}  // namespace nightjar

#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

namespace nightjar {

/// Sleeps until something happens in one of some folders, or until it is woken. It says that it is worth
/// looking, never what is to be seen: a folder may be swapped for another, or lie on a file system that tells
/// nothing, so whoever waits looks every now and then as well.
class FileWatch {
 public:
  explicit FileWatch(std::vector<std::filesystem::path> folders);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  /// True where there is something to look at, false when the time is over.
  bool wait(std::chrono::milliseconds longest);

  /// Any thread: ends the present wait, or the next one.
  void wake();

 private:
  void watch_folders();

  std::vector<std::filesystem::path> folders_;
  int events_ = -1;
  int woken_ = -1;
};

}  // namespace nightjar

#include "tools/nightjar/file_watch.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace nightjar {
namespace {

constexpr std::uint32_t kChanges =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB;

void empty_of_events(int descriptor) {
  std::array<char, 4096> bytes{};
  while (read(descriptor, bytes.data(), bytes.size()) > 0) {
  }
}

}  // namespace

FileWatch::FileWatch(std::vector<std::filesystem::path> folders)
    : folders_(std::move(folders)),
      events_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      woken_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  watch_folders();
}

FileWatch::~FileWatch() {
  if (events_ >= 0) close(events_);
  if (woken_ >= 0) close(woken_);
}

void FileWatch::watch_folders() {
  // Watching what is watched already changes nothing; a folder that was swapped is a new one.
  for (const std::filesystem::path& folder : folders_) inotify_add_watch(events_, folder.c_str(), kChanges);
}

bool FileWatch::wait(std::chrono::milliseconds longest) {
  watch_folders();
  std::array<pollfd, 2> sources{{{events_, POLLIN, 0}, {woken_, POLLIN, 0}}};
  const bool came = poll(sources.data(), sources.size(), static_cast<int>(longest.count())) > 0;
  empty_of_events(events_);
  empty_of_events(woken_);
  return came;
}

void FileWatch::wake() {
  const std::uint64_t once = 1;
  if (write(woken_, &once, sizeof once) != sizeof once) return;  // it is awake a great many times already
}

}  // namespace nightjar

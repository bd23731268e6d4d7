#pragma once

#include <sys/mount.h>
#include <sys/statfs.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace nightjar {

/// A disk of a size that changes (a tmpfs), in this process's own mount namespace; gone with the process.
class MadeDisk {
 public:
  static constexpr std::uint64_t kAmple = std::uint64_t{8} << 30U;  // takes memory as it is used

  explicit MadeDisk(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    made_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, size(kAmple).c_str()) == 0;
  }
  ~MadeDisk() {
    if (made_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  MadeDisk(const MadeDisk&) = delete;
  MadeDisk& operator=(const MadeDisk&) = delete;

  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// From now on it holds what it holds and so many bytes more, under a writer that goes on meanwhile.
  bool fill(std::uint64_t left) {
    for (int tries = 0; tries < 1000; ++tries) {
      struct statfs now {};
      if (::statfs(folder_.c_str(), &now) != 0) return false;
      if (resize((now.f_blocks - now.f_bfree) * static_cast<std::uint64_t>(now.f_bsize) + left)) return true;
    }
    return false;
  }
  bool empty() { return resize(kAmple); }

 private:
  static std::string size(std::uint64_t bytes) { return "size=" + std::to_string(bytes); }
  bool resize(std::uint64_t bytes) {
    return ::mount("tmpfs", folder_.c_str(), "tmpfs", MS_REMOUNT, size(bytes).c_str()) == 0;
  }

  std::filesystem::path folder_;
  bool made_ = false;
};

}  // namespace nightjar

#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace nightjar {

/// A file of lines that grows at its end. What is appended is with the kernel at once, on the disk after
/// sync().
class SideFile {
 public:
  explicit SideFile(const std::filesystem::path& file);  ///< throws std::runtime_error
  ~SideFile();
  SideFile(const SideFile&) = delete;
  SideFile& operator=(const SideFile&) = delete;

  void append(std::string_view lines);  ///< throws std::runtime_error; a line may then be there in part
  void sync();                          ///< throws std::runtime_error

 private:
  std::filesystem::path path_;
  int file_ = -1;
  bool changed_ = false;
};

}  // namespace nightjar

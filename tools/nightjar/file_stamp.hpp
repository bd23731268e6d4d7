#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nightjar {

/// What tells one state of a file from another without reading it.
struct FileStamp {
  std::string name;
  std::uint64_t device = 0, inode = 0, bytes = 0;
  std::int64_t written_ns = 0, changed_ns = 0;
  bool operator==(const FileStamp&) const = default;
};
using FileStamps = std::vector<FileStamp>;

/// Of a list's file and the deltas beside it; a file that is not there has no stamp.
[[nodiscard]] FileStamps list_stamps(const std::filesystem::path& list);

/// Whether somebody has the file open for writing: a copy that is not done. False where this machine cannot
/// tell (a foreign file, or a file system without leases).
[[nodiscard]] bool has_a_writer(const std::filesystem::path& file);
[[nodiscard]] bool is_list_being_written(const std::filesystem::path& list);

}  // namespace nightjar

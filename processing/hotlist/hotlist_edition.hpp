#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {

/// One of the files that make an edition, and what reading it brought to light.
struct HotlistPart {
  std::filesystem::path file;
  HotlistFindings findings;
};

/// What became of a list with everything that its back office has sent since.
struct HotlistEditionLoad {
  std::shared_ptr<const HotlistIndex> index;  ///< empty: refused, and the parts say why
  std::vector<HotlistPart> parts;             ///< the list's own file, then its deltas in order
  bool only_bad_lines = false;                ///< too many of them is all that refuses it
  std::optional<OpenPart> open;               ///< of an edition that is refused for its covert entries alone

  [[nodiscard]] std::size_t bad_lines() const;
  [[nodiscard]] std::size_t covert_bad_lines() const;  ///< of those
  /// For a reason that has nothing to do with covert entries.
  [[nodiscard]] bool is_openly_refused() const;
};

/// Reads FOLDER/NAME.csv and puts on top of it the deltas beside it, NAME.delta*.csv, each on the revision
/// that it names as its base. A delta up to the list's own revision is superseded and left unread; one that
/// fits nowhere refuses the edition.
[[nodiscard]] HotlistEditionLoad load_hotlist_edition(const std::filesystem::path& file,
                                                      const HotlistFileOptions& options = {});

/// The deltas beside a list, by name.
[[nodiscard]] std::vector<std::filesystem::path> delta_files(const std::filesystem::path& file);

}  // namespace nightjar

#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/frame_notes.hpp"

namespace nightjar {

/// One flight of a feed, with who is answerable for it. What nobody said is empty.
struct Sortie {
  std::string id;
  std::string feed;
  std::string channel;  ///< the feed's; empty: an earlier version wrote it
  SortieProfile profile = SortieProfile::watch;
  std::string begun_by;  ///< a person; empty: its stream
  std::string pilot, purpose, authority, reason;
  CaptureTime started_at;
  std::optional<CaptureTime> ended_at;
  std::string ended_by;  ///< a person, or in words what ended it
  /// By the wall clock, when it was written down last; nothing: as its file's time says.
  std::optional<CaptureTime> recorded_at;
};

/// What a flight is called: of its feed and its begin alone, so that a replay calls it the same.
[[nodiscard]] std::string sortie_id(const std::string& feed, CaptureTime started_at);

/// Keeps flights in a folder, each in a file of its own, FOLDER/ID.json; its coverage is FOLDER/ID.geojson.
/// Any thread; of two that write one flight the later counts.
class SortieFolder {
 public:
  explicit SortieFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Throws std::runtime_error where the disk does not take it. A file is there whole, or not at all.
  void keep(const Sortie& sortie) const;

  /// Where a layer went; its flight's own file is beside it. `last`: it is complete, and takes the place of
  /// none that is there.
  [[nodiscard]] std::filesystem::path keep_coverage(const Sortie& sortie, const std::string& geojson,
                                                    bool last) const;

  /// Those that have no end yet. What is not a flight's file is passed over.
  [[nodiscard]] std::vector<Sortie> unfinished() const;

  /// All that are kept, with `recorded_at`; those that were condemned are not.
  [[nodiscard]] std::vector<Sortie> all() const;

  /// What is known of a flight (16 hex digits); nothing: it is not kept.
  [[nodiscard]] std::optional<Sortie> find(const std::string& id) const;

  /// Takes a flight out of what is kept, at once and for good; `finish` deletes it. Throws
  /// std::runtime_error: then it is kept.
  void condemn(const std::string& id) const;

  /// Overwrites and deletes all that there is of condemned flights; how many files. Throws
  /// std::runtime_error: the rest at another time.
  std::size_t finish() const;

  /// Deletes what a writer left behind that was killed. Before the first is written.
  void clear_partial() const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const std::string& id) const {
    return folder_ / (id + ".json");
  }

  std::filesystem::path folder_;
};

}  // namespace nightjar

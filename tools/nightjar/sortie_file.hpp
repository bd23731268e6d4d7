#pragma once

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
  SortieProfile profile = SortieProfile::watch;
  std::string begun_by;  ///< a person; empty: its stream
  std::string pilot, purpose, authority, reason;
  CaptureTime started_at;
  std::optional<CaptureTime> ended_at;
  std::string ended_by;  ///< a person, or in words what ended it
};

/// What a flight is called: of its feed and its begin alone, so that a replay calls it the same.
[[nodiscard]] std::string sortie_id(const std::string& feed, CaptureTime started_at);

/// Keeps flights in a folder, each in a file of its own, FOLDER/ID.json; its coverage is FOLDER/ID.geojson.
class SortieFolder {
 public:
  explicit SortieFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Throws std::runtime_error where the disk does not take it. A file is there whole, or not at all.
  void keep(const Sortie& sortie) const;

  /// Where a layer went. `last`: it is complete, and takes the place of none that is there.
  [[nodiscard]] std::filesystem::path keep_coverage(const std::string& sortie, const std::string& geojson,
                                                    bool last) const;

  /// Those that have no end yet. What is not a flight's file is passed over.
  [[nodiscard]] std::vector<Sortie> unfinished() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace nightjar

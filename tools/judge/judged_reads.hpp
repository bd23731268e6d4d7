#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/plate_detector.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_reader.hpp"

namespace nightjar {

/// One read that was judged.
struct JudgedRead {
  std::string mark;  ///< what is there; empty where nothing can be read
  std::string read;
  double confidence = 0;
  bool right = false;                ///< 0 and O, 1 and I counted as equal
  std::vector<std::string> classes;  ///< what kind of plate and picture it was
};

/// All that the reader said of a vehicle, and the truth.
struct SampledRead {
  std::string mark;  ///< what is there, bare
  PlateText text;
};

/// Reads drawn vehicles and photographs and says what was right. Networks of its own: one thread.
class JudgedReads {
 public:
  /// Plates with corners as a detector might put them.
  [[nodiscard]] std::vector<JudgedRead> plates(std::uint64_t seed, std::size_t count);
  /// The same of the drawing that the reader learnt from, marks mostly as on the road.
  [[nodiscard]] std::vector<JudgedRead> training_drawing(std::uint64_t seed, std::size_t count);
  /// Boxes that cut off a character; the whole mark is what is there, so nearly all are wrong.
  [[nodiscard]] std::vector<JudgedRead> cut_off_plates(std::uint64_t seed, std::size_t count);
  /// Words on vehicles, as boxes that the detector puts on them or that are put there for want of one.
  [[nodiscard]] std::vector<JudgedRead> lettering(std::uint64_t seed, std::size_t count);
  /// Whole pictures through the detector and the reader: each plate's own read, "" with confidence 0 where
  /// the detector missed it; and, of class "elsewhere", what is read where no plate is.
  [[nodiscard]] std::vector<JudgedRead> scenes(std::uint64_t seed, std::size_t count);
  /// Several frames of each vehicle as it comes nearer, read together by mark_consensus.
  [[nodiscard]] std::vector<JudgedRead> passes(std::uint64_t seed, std::size_t count,
                                               const MarkConsensusOptions& options = {});
  /// What passes() judges, in full.
  [[nodiscard]] std::vector<SampledRead> sampled_passes(std::uint64_t seed, std::size_t count,
                                                        const MarkConsensusOptions& options = {});
  /// Photographs beside a table of file, mark, x, y, w, h: through the detector as scenes() does.
  /// Throws std::runtime_error, saying what is wrong with the table.
  [[nodiscard]] std::vector<JudgedRead> photographs(const std::filesystem::path& table,
                                                    const std::filesystem::path& folder);

 private:
  struct ReadPass;
  [[nodiscard]] ReadPass read_pass(std::mt19937_64& rng, const MarkConsensusOptions& options);

  PlateDetector detector_;
  PlateReader reader_;
};

}  // namespace nightjar

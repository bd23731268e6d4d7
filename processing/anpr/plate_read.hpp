#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A plate found in a picture. Pixels of the full picture, (0, 0) the top left pixel's corner.
struct PlateBox {
  std::array<cv::Point2f, 4> corners;  ///< top left, top right, bottom right, bottom left of the plate
  cv::Rect upright;                    ///< the smallest upright box around the corners, inside the picture
  float score = 0;                     ///< 0 to 1, the detector's own
  int lines = 1;                       ///< rows of characters, 1 or 2
};

/// One way to read a plate, and the probability that it is right as a whole.
struct MarkCandidate {
  std::string mark;  ///< upper case A-Z and 0-9, no spaces; 0/O and 1/I as the syntax suggests
  double probability = 0;
};

/// What one character may be. Symbols in the order of kMarkSymbols (registration_mark.hpp).
struct CharacterProbabilities {
  std::array<float, 36> symbol{};  ///< sums to at most 1; the rest: no character here
};

/// What the reader makes of one crop.
struct PlateText {
  std::string mark;                                ///< the best candidate
  double confidence = 0;                           ///< calibrated: that the whole mark is right
  std::vector<MarkCandidate> candidates;           ///< best first, the best included
  std::vector<CharacterProbabilities> characters;  ///< one for each character of `mark`
};

enum class Direction { unknown, towards, away };

/// What became of a vehicle that went through the picture.
enum class PassOutcome { read, unsure, unread, parked, ignored, no_plate };

/// One vehicle pass: all the frames in which one plate was seen, read together. With the outcome no_plate: a
/// vehicle that went through the picture without one being found; its boxes are the vehicle's.
struct PlateRead {
  std::uint64_t pass = 0;  ///< counts passes of the feed from 1 since it was opened
  std::uint32_t revision = 0;
  PlateText text;
  std::uint32_t frames_read = 0;
  std::uint64_t best_sequence = 0;  ///< frame whose picture shows the mark best
  CaptureTime best_captured_at;
  PlateBox best_box;
  Direction direction = Direction::unknown;
  CaptureTime first_seen;
  CaptureTime last_seen;
  std::optional<PassOutcome> outcome;  ///< set once the pass is over
};

}  // namespace nightjar

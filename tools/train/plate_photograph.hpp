#pragma once

#include <opencv2/core/mat.hpp>
#include <random>
#include <string>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// A made photograph of one plate as a bad camera on a bad day would take it, and what a detector would say.
struct PlatePhotograph {
  cv::Mat luma;      ///< CV_8UC1
  PlateBox box;      ///< around the plate as loosely or tightly as detectors draw them
  int read_as = 1;   ///< rows to cut it into, not always as many as it has
  std::string mark;  ///< bare; empty where none is to be read: no plate, words, cut into the
                     ///< wrong rows, or a box that cuts off a character
};

/// Equal for an equal state of `rng`. `any_characters` is the share of marks that are characters by chance,
/// the rest being as on the road: a reader is to know glyphs, not British syntax.
[[nodiscard]] PlatePhotograph photograph_plate(std::mt19937_64& rng, double any_characters = 0.5);

}  // namespace nightjar

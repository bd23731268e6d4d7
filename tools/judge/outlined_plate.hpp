#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <random>
#include <string>
#include <vector>

#include "tools/judge/outline_face.hpp"

namespace nightjar {

/// What a surface gives back: blue, green and red of daylight, and of a camera's own infra-red lamp. Linear;
/// 1 is white paper, more an infra-red return beyond it.
using Reflectance = cv::Vec4f;

/// How the characters of a judged plate are made.
enum class CharacterBuild {
  printed,
  acrylic,   ///< thick letters stuck on ("4D"): side walls and a shadow on the plate
  gel,       ///< domed resin: bright along one edge, dark along the other
  embossed,  ///< pressed out of the plate, paper shaded around them
  two_tone,  ///< a lighter line inside the edge
};

struct PlateStrip {
  double width_mm = 0;  ///< 0: no strip
  Reflectance colour{0.45F, 0.12F, 0.02F, 0.3F};
  Reflectance ink{0.85F, 0.85F, 0.85F, 0.8F};
  std::string text;
  bool stars = false;
  bool shield = false;
};

enum class GroupMark { none, dash, discs, crest };

/// A plate of the judging drawing. Lengths on the plate's face, from its top left.
struct OutlinedPlate {
  std::vector<std::string> rows;  ///< a space is the gap between groups
  OutlineFace face = OutlineFace::mandatory;
  OutlineBend bend;
  cv::Size2d size_mm{520, 111};
  double height_mm = 79;  ///< of a character
  double narrow = 1;      ///< factor on the characters' widths, beyond what their height asks for
  double bolder_mm = 0;   ///< added all around each character
  double lean = 0;        ///< mm to the right a mm of height
  double gap_mm = 11;
  double group_gap_mm = 33;
  double row_gap_mm = 13;
  cv::Point2d shift_mm{0, 0};
  Reflectance paper{0.8F, 0.8F, 0.8F, 1};
  Reflectance ink{0.03F, 0.03F, 0.03F, 0.04F};
  CharacterBuild build = CharacterBuild::printed;
  double light_deg = 45;  ///< where the light that shapes thick characters comes from
  double thick_mm = 4;
  PlateStrip strip;
  GroupMark group_mark = GroupMark::none;
  bool border = false;
  std::string supplier;
  std::vector<cv::Point2d> screws_mm;
  double screw_tone = 0.3;
  double dirt = 0;  ///< 0 clean, 1 caked
  std::uint64_t dirt_seed = 0;
};

/// The mark as its bare characters.
[[nodiscard]] std::string mark_on(const OutlinedPlate& plate);

/// A plate for a mark (a space for the gap between groups) as they are met on the road, illegal ones
/// included.
[[nodiscard]] OutlinedPlate outlined_plate(std::mt19937_64& rng, const std::string& mark, bool continental);

/// The width of a row of characters, gaps included.
[[nodiscard]] double row_length_mm(const OutlinedPlate& plate, const std::string& row);

/// Its face as Reflectance (CV_32FC4).
[[nodiscard]] cv::Mat plate_surface(const OutlinedPlate& plate, double px_per_mm);

}  // namespace nightjar

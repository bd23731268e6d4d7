#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tools/simulate/plate_band.hpp"
#include "tools/simulate/plate_glyphs.hpp"

namespace nightjar {

/// What stands between the groups of a continental plate; none of it is a character of the mark.
enum class PlateSeal { none, hyphen, round_seals, shield };

/// How the characters stand out of the plate.
enum class CharacterRelief {
  flat,
  shadow,    ///< a paler copy beside and below, as on "3D" printed plates
  outlined,  ///< lighter inside than at the edge
  raised,    ///< thick "4D" letters: a lit and a dark side
};

/// Everything about one plate that a camera could see; what draw_plate draws. Colours are BGR.
struct PlateDesign {
  std::vector<std::string> rows = {"AB12 CDE"};  ///< one or two; a space is the gap between groups
  PlateFace face = PlateFace::charles_wright;
  GlyphCut cut;
  cv::Size2d size_mm{520, 111};
  double gap_mm = 11;
  double group_gap_mm = 33;
  double row_gap_mm = 19;
  cv::Point2d offset_mm{0, 0};  ///< of the characters from the middle of the free field
  cv::Scalar ground{235, 238, 238};
  cv::Scalar ink{20, 20, 20};
  std::optional<PlateBand> band;
  PlateSeal seal = PlateSeal::none;
  CharacterRelief relief = CharacterRelief::flat;
  bool border = false;
  std::string maker;                   ///< small text below the mark
  std::vector<cv::Point2d> screws_mm;  ///< heads of screws, mm from the top left
  cv::Scalar screw{90, 90, 90};
  double corner_mm = 8;
};

/// The mark as its bare characters: the rows joined without spaces.
[[nodiscard]] std::string mark_of(const PlateDesign& design);

/// The plate face-on as CV_8UC3, size_mm * px_per_mm rounded up, anti-aliased at every scale.
[[nodiscard]] cv::Mat draw_plate(const PlateDesign& design, double px_per_mm);

/// A mark in the mix of forms on British roads (and a share of continental ones), with its customary space.
[[nodiscard]] std::string random_mark(std::mt19937_64& rng);

/// A plate of any style, most of them current and legal; equal for an equal state of `rng`.
[[nodiscard]] PlateDesign random_plate(std::mt19937_64& rng);

/// The same for a given mark (a space for the gap between groups), in a British or a continental style.
[[nodiscard]] PlateDesign random_plate(std::mt19937_64& rng, const std::string& mark, bool continental);

/// The plain legal plate for a mark: white at the front, yellow at the rear, one line.
[[nodiscard]] PlateDesign plain_plate(const std::string& mark, bool rear = false);

}  // namespace nightjar

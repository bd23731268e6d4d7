#pragma once

#include <string>
#include <vector>

#include "tools/score/page/picture_album.hpp"
#include "tools/score/records.hpp"
#include "tools/score/score.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

// The parts of the page, each a piece of HTML that stands by itself; empty where there is nothing to show.
// Pictures are SVG whose colours come from the page's style.

/// The figures that matter, large, each with its interval.
[[nodiscard]] std::string headline_part(const Score& score);
/// Bars of captured and correctly read passes with their intervals, for each way to divide them.
[[nodiscard]] std::string class_bars_part(const PlateScore& plates);
/// Bars of found bodies with their intervals, by class, posture and how much of them showed.
[[nodiscard]] std::string heat_bars_part(const HeatScore& heat);
/// What the reader's confidence is worth.
[[nodiscard]] std::string reliability_part(const Calibration& calibration);
/// Which characters are read as which.
[[nodiscard]] std::string confusion_part(const CharacterConfusion& confusion);
/// How often a value fell where: bars over `from` to `to`.
[[nodiscard]] std::string histogram(const std::vector<double>& values, const std::string& unit,
                                    const std::string& words);
/// A map of each heat feed: bodies, contacts and what separates them, in metres.
[[nodiscard]] std::string heat_map_part(const Records& records, const Truth& truth, const HeatScore& heat);
/// When things went well and wrong, for each feed.
[[nodiscard]] std::string timeline_part(const Records& records, const Truth& truth, const Score& score);
/// Where everything went.
[[nodiscard]] std::string loss_part(const LossAccount& losses);
/// Every error with its picture.
[[nodiscard]] std::string error_part(const std::vector<ScoreError>& errors, PictureAlbum& album);

}  // namespace nightjar

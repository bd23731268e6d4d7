#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "processing/anpr/plate_passes.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar::scripted {

using std::chrono::milliseconds;

inline CaptureTime at(milliseconds since_start) {
  return CaptureTime(std::chrono::seconds(1'790'000'000)) + since_start;
}

/// A read of `mark` in which every character has probability `each`, the rest evenly on the other symbols.
inline PlateText text(std::string_view mark, double confidence, double each = 0) {
  PlateText read;
  read.mark = mark;
  read.confidence = confidence;
  if (each == 0) each = std::pow(confidence, 1.0 / static_cast<double>(mark.size()));
  for (char symbol : folded_mark(mark)) {
    CharacterProbabilities character;
    character.symbol.fill(static_cast<float>((1 - each) / 35));
    character.symbol[kMarkSymbols.find(symbol)] = static_cast<float>(each);
    read.characters.push_back(character);
  }
  read.candidates.push_back({read.mark, confidence});
  return read;
}

/// The same, but undecided at one place between its symbol and `rival`.
inline PlateText undecided(std::string_view mark, double confidence, std::size_t place, char rival,
                           double rival_share) {
  PlateText read = text(mark, confidence, 0.99);
  auto& symbol = read.characters[place].symbol;
  symbol.fill(0.0003F);
  symbol[kMarkSymbols.find(rival)] = static_cast<float>(rival_share);
  symbol[kMarkSymbols.find(folded_mark(mark)[place])] = static_cast<float>(0.99 - rival_share);
  return read;
}

/// A plate seen face-on, `width` pixels wide, its centre at (x, y).
inline PlateBox box(float x, float y, float width) {
  const float height = width / 4.7F;
  PlateBox plate;
  plate.corners = {cv::Point2f(x - width / 2, y - height / 2), cv::Point2f(x + width / 2, y - height / 2),
                   cv::Point2f(x + width / 2, y + height / 2), cv::Point2f(x - width / 2, y + height / 2)};
  plate.upright = cv::Rect(cv::Point(plate.corners[0]), cv::Point(plate.corners[2]));
  plate.score = 0.9F;
  return plate;
}

/// The frame at a time, 25 a second.
inline PlateFrame frame(milliseconds time) {
  return {at(time), static_cast<std::uint64_t>(time.count() / 40), {1920, 1080}};
}

}  // namespace nightjar::scripted

#include "tools/simulate/plate_glyphs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace nightjar {
namespace {

// Centre lines in a cell of 50 x 79 mm for a stroke of 14 mm: "x,y" or "x,y,radius" a corner, ';' between
// strokes, a last "z" closes the curve, a first "*f" sets the stroke's width to f of the common one. What
// leaves the cell is cut off, so that slanting legs end level.
using Written = std::pair<char, std::string_view>;

constexpr std::array kCharlesWright = {
    Written{'0', "7,7,13 43,7,13 43,72,13 7,72,13 z"},
    Written{'1', "25,0 25,79"},
    Written{'2', "7,25 7,7,14 43,7,14 43,31,15 8,72 50,72"},
    Written{'3', "7,21 7,7,14 43,7,14 43,38,14 20,38; 20,38 43,38,14 43,72,14 7,72,14 7,57"},
    Written{'4', "36,0 36,79; 34,-4 5,57 50,57"},
    Written{'5', "47,7 11,7 9,37; 9,37 9,31,3 43,30,14 43,72,14 7,72,14 7,57"},
    Written{'6', "43,21 43,7,14 7,7,14 7,72,14 43,72,14 43,52; 43,53 43,33,16 8,33"},
    Written{'7', "1,7 43,7 19,82"},
    Written{'8', "9,7,15 41,7,15 41,37,15 9,37,15 z; 7,37,14 43,37,14 43,72,14 7,72,14 z"},
    Written{'9', "7,58 7,72,14 43,72,14 43,7,14 7,7,14 7,27; 7,26 7,46,16 42,46"},
    Written{'A', "4.8,89 26.2,-10; 45.2,89 23.8,-10; 11,57 39,57"},
    Written{'B', "11,0 11,79; 1,7 41,7,15 41,38,13 11,38; 11,38 43,38,15 43,72,14 1,72"},
    Written{'C', "43,26 43,7,14 7,7,14 7,72,14 43,72,14 43,53"},
    Written{'D', "11,0 11,79; 1,7 43,7,13 43,72,13 1,72"},
    Written{'E', "49,7 7,7 7,72 49,72; 7,39 43,39"},
    Written{'F', "49,7 7,7 7,79; 7,39 43,39"},
    Written{'G', "43,26 43,7,14 7,7,14 7,72,14 43,72,14 43,42 25,42"},
    Written{'H', "7,0 7,79; 43,0 43,79; 7,39 43,39"},
    Written{'I', "25,0 25,79"},
    Written{'J', "43,0 43,72,13 7,72,13 7,53"},
    Written{'K', "7,0 7,79; 46,-8 8,47; 20,30 45.5,87"},
    Written{'L', "7,0 7,72 49,72"},
    Written{'M', "*.9 6.5,79 6.5,0; *.9 43.5,79 43.5,0; *.82 5,-4 25,46 45,-4"},
    Written{'N', "7,79 7,0; 43,79 43,0; 6,-2 44,81"},
    Written{'P', "7,0 7,79; 7,7 43,7,14 43,45,14 7,45"},
    Written{'Q', "7,7,13 43,7,13 43,72,13 7,72,13 z; *.85 27,53 48,80"},
    Written{'R', "7,0 7,79; 7,7 42,7,14 42,43,14 7,43; 23,41 45,87"},
    Written{'S', "43,24 43,7,14 7,7,14 7,36,15 43,42,15 43,72,14 7,72,14 7,55"},
    Written{'T', "0,7 50,7; 25,7 25,79"},
    Written{'U', "7,0 7,72,13 43,72,13 43,0"},
    Written{'V', "4.8,-10 26.2,89; 45.2,-10 23.8,89"},
    Written{'W', "*.8 4.6,-8 15.4,87; *.75 15,89 25.7,16; *.75 35,89 24.3,16; *.8 45.4,-8 34.6,87"},
    Written{'X', "4,-8 46,87; 46,-8 4,87"},
    Written{'Y', "4,-8 25,46; 46,-8 25,46; 25,42 25,79"},
    Written{'Z', "2,7 42,7 8,72 50,72"},
};

// Only what differs from the above.
constexpr std::array kContinental = {
    Written{'B', "7,0 7,79; 7,7 40,7,15 40,38,13 7,38; 7,38 43,38,15 43,72,17 7,72"},
    Written{'D', "7,0 7,79; 7,7 43,7,18 43,72,18 7,72"},
    Written{'1', "12,27 33,2; 32,0 32,79"},
    Written{'4', "30,-4 5,57 50,57; 37,36 37,79"},
    Written{'7', "1,7 44,7 21,82"},
    Written{'G', "43,24 43,7,18 7,7,18 7,72,18 43,72,18 43,44 27,44"},
    Written{'M', "7,79 7,0; 43,79 43,0; 6,-4 25,50 44,-4"},
    Written{'J', "40,0 40,72,18 7,72,18 7,57"},
    Written{'Z', "4,7 43,7 7,72 47,72"},
};

// Again only what differs from the first.
constexpr std::array kEngineered = {
    Written{'B', "7,0 7,79; 7,7 42,7,15 42,37,15 7,37; 7,37 43,37,16 43,72,16 7,72"},
    Written{'D', "7,0 7,79; 7,7 43,7,20 43,72,20 7,72"},
    Written{'1', "12,25 29,3; 28,0 28,79; 12,72 44,72"},
    Written{'2', "7,24 7,7,17 43,7,17 43,38,22 7,58,18 7,72; 0,72 50,72"},
    Written{'3', "5,7 43,7 23,34; 22,33 43,33,17 43,72,17 7,72,17 7,57"},
    Written{'4', "24,-5 6,57 50,57; 36,34 36,79"},
    Written{'6', "7,34,18 43,34,18 43,72,18 7,72,18 z; 34,-6 9,48"},
    Written{'7', "2,7 43,7 23,45 23,79"},
    Written{'9', "7,7,18 43,7,18 43,45,18 7,45,18 z; 16,85 41,31"},
    Written{'G', "43,24 43,7,17 7,7,17 7,72,17 43,72,14 43,42 27,42; 43,42 43,79"},
    Written{'I', "25,0 25,79; 12,7 38,7; 12,72 38,72"},
    Written{'J', "20,7 43,7; 43,0 43,72,17 7,72,17 7,55"},
    Written{'K', "7,0 7,79; 46,-8 12,41; 12,37 46,87"},
    Written{'M', "*.9 6.5,79 6.5,0; *.9 43.5,79 43.5,0; *.7 6,-6 25,86; *.7 44,-6 25,86"},
    Written{'Q', "7,7,18 43,7,18 43,72,18 7,72,18 z; *.8 34,62 50,86"},
    Written{'R', "7,0 7,79; 7,7 42,7,17 42,43,17 7,43; 14,40 45,87"},
    Written{'W', "*.75 4.6,-8 14.4,87; *.7 14,89 26,-8; *.7 36,89 24,-8; *.75 45.4,-8 35.6,87"},
    Written{'Y', "4,-8 25,56; 46,-8 25,56; 25,50 25,79"},
};

struct Corner {
  cv::Point2d at;
  double radius = 0;
};

struct Stroke {
  std::vector<Corner> corners;
  double width_factor = 1;
  bool closed = false;
};

std::vector<Stroke> parsed(std::string_view written) {
  std::vector<Stroke> strokes(1);
  std::string spaced;
  for (char c : written) spaced += c == ';' ? std::string(" ;") : std::string(1, c);
  std::istringstream words(spaced);
  for (std::string word; words >> word;) {
    if (word == ";") {
      strokes.emplace_back();
    } else if (word == "z") {
      strokes.back().closed = true;
    } else if (word.front() == '*') {
      strokes.back().width_factor = std::stod(word.substr(1));
    } else {
      const auto first = word.find(',');
      const auto second = word.find(',', first + 1);
      Corner corner{{std::stod(word.substr(0, first)), std::stod(word.substr(first + 1))}, 0};
      if (second != std::string::npos) corner.radius = std::stod(word.substr(second + 1));
      strokes.back().corners.push_back(corner);
    }
  }
  return strokes;
}

const std::vector<Stroke>* written_strokes(PlateFace face, char symbol) {
  static const auto table = [] {
    std::array<std::map<char, std::vector<Stroke>>, 3> faces;
    for (const auto& [character, text] : kCharlesWright) {
      for (auto& strokes : faces) strokes[character] = parsed(text);
    }
    for (const auto& [character, text] : kContinental) faces[1][character] = parsed(text);
    for (const auto& [character, text] : kEngineered) faces[2][character] = parsed(text);
    for (auto& strokes : faces) strokes['O'] = strokes['0'];
    return faces;
  }();
  const auto& strokes = table[static_cast<std::size_t>(face)];
  const auto found = strokes.find(symbol);
  return found == strokes.end() ? nullptr : &found->second;
}

// From the drawn cell to the wanted one so that outer edges stay on the cell's edges whatever the stroke.
double fitted(double at, double drawn_size, double wanted_size, double wanted_stroke) {
  constexpr double kHalf = 7;
  if (at < kHalf) return at * wanted_stroke / (2 * kHalf);
  if (at > drawn_size - kHalf) return wanted_size - (drawn_size - at) * wanted_stroke / (2 * kHalf);
  return wanted_stroke / 2 + (at - kHalf) * (wanted_size - wanted_stroke) / (drawn_size - 2 * kHalf);
}

// Replaces every corner that has a radius by points on the arc.
std::vector<cv::Point2d> rounded(const std::vector<Corner>& corners, bool closed) {
  std::vector<cv::Point2d> line;
  const std::size_t count = corners.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Corner& here = corners[i];
    const bool end = !closed && (i == 0 || i + 1 == count);
    if (end || here.radius <= 0) {
      line.push_back(here.at);
      continue;
    }
    const Corner& before = corners[(i + count - 1) % count];
    const Corner& after = corners[(i + 1) % count];
    const cv::Point2d in = before.at - here.at;
    const cv::Point2d out = after.at - here.at;
    const double in_length = cv::norm(in);
    const double out_length = cv::norm(out);
    const double cosine = std::clamp(in.dot(out) / (in_length * out_length), -0.999, 0.999);
    const double half = std::acos(cosine) / 2;  // half the angle between the two sides
    const double in_room = before.radius > 0 ? in_length / 2 : in_length;
    const double out_room = after.radius > 0 ? out_length / 2 : out_length;
    const double tangent = std::min({here.radius / std::tan(half), in_room, out_room});
    const double radius = tangent * std::tan(half);
    const cv::Point2d bisector = in / in_length + out / out_length;
    const cv::Point2d centre = here.at + bisector * (radius / std::sin(half) / cv::norm(bisector));
    const cv::Point2d first = here.at + in * (tangent / in_length) - centre;
    const cv::Point2d last = here.at + out * (tangent / out_length) - centre;
    const double sweep = std::atan2(first.x * last.y - first.y * last.x, first.dot(last));
    constexpr int kSteps = 7;
    for (int step = 0; step <= kSteps; ++step) {
      const double angle = sweep * step / kSteps;
      line.emplace_back(centre.x + first.x * std::cos(angle) - first.y * std::sin(angle),
                        centre.y + first.x * std::sin(angle) + first.y * std::cos(angle));
    }
  }
  const auto close = [](const cv::Point2d& a, const cv::Point2d& b) { return cv::norm(a - b) < 1e-6; };
  line.erase(std::unique(line.begin(), line.end(), close), line.end());
  if (closed && line.size() > 1 && close(line.front(), line.back())) line.pop_back();
  return line;
}

// The line moved sideways by `offset`, with mitred joints.
std::vector<cv::Point2d> moved_sideways(const std::vector<cv::Point2d>& line, bool closed, double offset) {
  std::vector<cv::Point2d> moved;
  const std::size_t count = line.size();
  const auto normal = [&](std::size_t from, std::size_t to) {
    const cv::Point2d along = line[to] - line[from];
    return cv::Point2d(-along.y, along.x) / cv::norm(along);
  };
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t before = (i + count - 1) % count;
    const std::size_t after = (i + 1) % count;
    const bool first = !closed && i == 0;
    const bool last = !closed && i + 1 == count;
    const cv::Point2d a = first ? normal(i, after) : normal(before, i);
    const cv::Point2d b = last ? normal(before, i) : normal(i, after);
    const double share = std::max(1 + a.dot(b), 0.12);  // keeps a needle-sharp mitre finite
    moved.push_back(line[i] + (a + b) * (offset / share));
  }
  return moved;
}

// One side of the cell: keeps the part of the ring with sign * (coordinate - limit) <= 0.
std::vector<cv::Point2d> cut_ring(const std::vector<cv::Point2d>& ring, double cv::Point2d::*axis,
                                  double limit, double sign) {
  std::vector<cv::Point2d> kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const cv::Point2d& here = ring[i];
    const cv::Point2d& next = ring[(i + 1) % ring.size()];
    const double here_over = sign * (here.*axis - limit);
    const double next_over = sign * (next.*axis - limit);
    if (here_over <= 0) kept.push_back(here);
    if ((here_over < 0 && next_over > 0) || (here_over > 0 && next_over < 0)) {
      kept.push_back(here + (next - here) * (here_over / (here_over - next_over)));
    }
  }
  return kept;
}

std::vector<cv::Point2d> inside_cell(std::vector<cv::Point2d> ring, const GlyphCut& cut) {
  ring = cut_ring(ring, &cv::Point2d::y, 0, -1);
  ring = cut_ring(ring, &cv::Point2d::y, cut.height_mm, 1);
  ring = cut_ring(ring, &cv::Point2d::x, 0, -1);
  return cut_ring(ring, &cv::Point2d::x, cut.width_mm, 1);
}

// In [-1, 1], the same for the same hand, character and turn.
double wandering(std::uint32_t hand, char symbol, std::uint32_t turn) {
  std::uint32_t mixed =
      hand * 0x9E3779B1U ^ (static_cast<std::uint32_t>(symbol) * 0x85EBCA77U) ^ (turn * 0xC2B2AE3DU);
  mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6DU;
  mixed = (mixed ^ (mixed >> 13)) * 0x297A2D39U;
  return static_cast<double>((mixed ^ (mixed >> 16)) & 0xFFFFU) / 32767.5 - 1;
}

StrokeRings rings_around(Stroke stroke, const GlyphCut& cut) {
  for (Corner& corner : stroke.corners) {
    corner.at.x = fitted(corner.at.x, 50, cut.width_mm, cut.stroke_mm);
    corner.at.y = fitted(corner.at.y, 79, cut.height_mm, cut.stroke_mm);
    corner.radius *= cut.roundness * (cut.width_mm - cut.stroke_mm) / 36;
  }
  const double half = cut.stroke_mm * stroke.width_factor / 2;
  const auto line = rounded(stroke.corners, stroke.closed);
  auto left = moved_sideways(line, stroke.closed, half);
  auto right = moved_sideways(line, stroke.closed, -half);
  StrokeRings rings;
  if (stroke.closed) {
    rings = {std::move(left), std::move(right)};
  } else {
    left.insert(left.end(), right.rbegin(), right.rend());
    rings = {std::move(left)};
  }
  for (auto& ring : rings) {
    ring = inside_cell(std::move(ring), cut);
    for (cv::Point2d& point : ring) point.x += (cut.height_mm / 2 - point.y) * cut.slant;
  }
  return rings;
}

}  // namespace

std::vector<StrokeRings> glyph_strokes(PlateFace face, char symbol, const GlyphCut& cut) {
  std::vector<StrokeRings> strokes;
  const std::vector<Stroke>* written = written_strokes(face, symbol);
  if (written == nullptr) return strokes;
  std::uint32_t turn = 0;
  for (Stroke stroke : *written) {
    for (Corner& corner : stroke.corners) {
      const double x_mm = wandering(cut.hand, symbol, turn++);
      corner.at += cut.wobble_mm * cv::Point2d(x_mm, wandering(cut.hand, symbol, turn++));
    }
    strokes.push_back(rings_around(std::move(stroke), cut));
  }
  const double shift_mm = (glyph_width_mm(face, symbol, cut) - cut.width_mm) / 2;  // a bar's cell is narrow
  for (StrokeRings& rings : strokes) {
    for (auto& ring : rings) {
      for (cv::Point2d& point : ring) point.x += shift_mm;
    }
  }
  return strokes;
}

double glyph_width_mm(PlateFace face, char symbol, const GlyphCut& cut) {
  const bool bar = face == PlateFace::charles_wright && (symbol == '1' || symbol == 'I');
  return bar ? cut.stroke_mm : cut.width_mm;
}

}  // namespace nightjar

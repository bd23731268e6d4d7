#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

#include "tools/judge/outlined_plate.hpp"
#include "tools/judge/surface_ink.hpp"

namespace nightjar {
namespace {

double scale_across(const OutlinedPlate& plate) {
  return plate.height_mm / cell_height_mm(plate.face) * plate.narrow;
}

double cell_mm(const OutlinedPlate& plate, char symbol) {
  return outline_glyph(plate.face, symbol).width_mm * scale_across(plate);
}

void fill_character(const SurfaceInk& ink, cv::Mat& stencil, const OutlinedPlate& plate, char symbol,
                    cv::Point2d at_mm) {
  const double across = scale_across(plate);
  const double down = plate.height_mm / cell_height_mm(plate.face);
  cv::Mat own = ink.stencil();
  for (SurfaceInk::Rings shape : outline_glyph(plate.face, symbol, plate.bend).shapes) {
    for (auto& ring : shape) {
      for (cv::Point2d& point : ring) {
        const double y = point.y * down;
        point = at_mm + cv::Point2d(point.x * across + (plate.height_mm - y) * plate.lean, y);
      }
    }
    ink.fill(own, shape);
  }
  stencil |= own;
}

void lay_group_mark(SurfaceInk& ink, const OutlinedPlate& plate, cv::Point2d centre_mm, cv::Mat& dashes) {
  const double size_mm = std::min(plate.group_gap_mm, 34.0) * 0.36;
  const auto disc = [&](double up_mm, double radius_mm, const Reflectance& colour) {
    cv::Mat stencil = ink.stencil();
    ink.disc(stencil, centre_mm - cv::Point2d(0, up_mm), radius_mm);
    ink.lay(stencil, colour);
  };
  switch (plate.group_mark) {
    case GroupMark::none:
      break;
    case GroupMark::dash:
      ink.box(dashes, {centre_mm.x - size_mm, centre_mm.y - 4.5, 2 * size_mm, 9});
      break;
    case GroupMark::discs:
      disc(size_mm * 1.5, size_mm, {0.05F, 0.2F, 0.75F, 0.6F});
      disc(size_mm * 1.5, size_mm * 0.45, {0.7F, 0.8F, 0.8F, 0.8F});
      disc(-size_mm * 1.5, size_mm, {0.1F, 0.4F, 0.1F, 0.5F});
      break;
    case GroupMark::crest:
      disc(0, size_mm * 1.1, {0.5F, 0.15F, 0.2F, 0.4F});
      disc(size_mm * 0.3, size_mm * 0.6, {0.6F, 0.6F, 0.7F, 0.7F});
      break;
  }
}

cv::Mat characters(SurfaceInk& ink, const OutlinedPlate& plate) {
  cv::Mat stencil = ink.stencil();
  const auto rows = static_cast<double>(plate.rows.size());
  const double block_mm = rows * plate.height_mm + (rows - 1) * plate.row_gap_mm;
  double top_mm = (plate.size_mm.height - block_mm) / 2 + plate.shift_mm.y;
  for (const std::string& row : plate.rows) {
    const double free_mm = plate.size_mm.width - plate.strip.width_mm - row_length_mm(plate, row);
    double left_mm = plate.strip.width_mm + free_mm / 2 + plate.shift_mm.x;
    bool open = false;
    for (char symbol : row) {
      if (symbol == ' ') {
        lay_group_mark(ink, plate, {left_mm + plate.group_gap_mm / 2, top_mm + plate.height_mm / 2}, stencil);
        left_mm += plate.group_gap_mm;
        open = false;
        continue;
      }
      if (open) left_mm += plate.gap_mm;
      fill_character(ink, stencil, plate, symbol, {left_mm, top_mm});
      left_mm += cell_mm(plate, symbol);
      open = true;
    }
    top_mm += plate.height_mm + plate.row_gap_mm;
  }
  return ink.grown(stencil, plate.bolder_mm);
}

// How a soft copy of the characters rises towards the light: positive on the side that the light meets.
cv::Mat slope(const SurfaceInk& ink, const OutlinedPlate& plate, const cv::Mat& stencil, double soft_mm) {
  cv::Mat soft = ink.cover(stencil);
  cv::GaussianBlur(soft, soft, {}, std::max(0.4, soft_mm * ink.px_per_mm()));
  cv::Mat across;
  cv::Mat down;
  const double scale = soft_mm * ink.px_per_mm() / 4;
  cv::Sobel(soft, across, CV_32F, 1, 0, 3, scale);
  cv::Sobel(soft, down, CV_32F, 0, 1, 3, scale);
  const double angle = plate.light_deg * CV_PI / 180;
  return across * std::cos(angle) + down * std::sin(angle);
}

void shade(cv::Mat& surface, const cv::Mat& by) {
  for (int y = 0; y < surface.rows; ++y) {
    auto* row = surface.ptr<Reflectance>(y);
    const auto* light = by.ptr<float>(y);
    for (int x = 0; x < surface.cols; ++x) row[x] *= std::clamp(1 + light[x], 0.1F, 2.5F);
  }
}

void lay_characters(SurfaceInk& ink, cv::Mat& surface, const OutlinedPlate& plate, const cv::Mat& stencil) {
  const double angle = plate.light_deg * CV_PI / 180;
  const cv::Point2d away(std::cos(angle), std::sin(angle));
  const double thick_mm = plate.thick_mm;
  switch (plate.build) {
    case CharacterBuild::printed:
      ink.lay(stencil, plate.ink);
      break;
    case CharacterBuild::acrylic: {
      cv::Mat shadow = ink.cover(ink.moved(stencil, away * thick_mm * 1.4));
      cv::GaussianBlur(shadow, shadow, {}, std::max(0.4, thick_mm * 0.35 * ink.px_per_mm()));
      shade(surface, shadow * -0.6);
      for (double step = 1; step > 0; step -= 0.25) {
        ink.lay(ink.moved(stencil, away * thick_mm * step * 0.7), plate.ink + Reflectance::all(0.07F));
      }
      ink.lay(stencil, plate.ink);
      break;
    }
    case CharacterBuild::gel: {
      ink.lay(stencil, plate.ink);
      cv::Mat edge = slope(ink, plate, stencil, 2.5);
      cv::Mat bright = edge.mul(ink.cover(stencil));
      ink.blend(cv::max(bright, 0) * 0.5, {0.8F, 0.8F, 0.8F, 0.6F});
      break;
    }
    case CharacterBuild::embossed:
      ink.lay(stencil, plate.ink);
      shade(surface, slope(ink, plate, stencil, 2) * -0.8);
      break;
    case CharacterBuild::two_tone: {
      ink.lay(stencil, plate.ink);
      const cv::Mat inner = ink.grown(stencil, -2.2);
      ink.lay(inner, plate.ink + Reflectance::all(0.16F));
      ink.lay(ink.grown(inner, -1.4), plate.ink);
      break;
    }
  }
}

void lay_strip(SurfaceInk& ink, const OutlinedPlate& plate) {
  const PlateStrip& strip = plate.strip;
  if (strip.width_mm <= 0) return;
  cv::Mat field = ink.stencil();
  ink.box(field, {0, 0, strip.width_mm, plate.size_mm.height});
  ink.lay(field, strip.colour);
  const cv::Point2d middle(strip.width_mm / 2, plate.size_mm.height * 0.34);
  cv::Mat emblem = ink.stencil();
  if (strip.stars) {
    constexpr int kStars = 12;
    for (int i = 0; i < kStars; ++i) {
      const double angle = 2 * CV_PI * i / kStars;
      ink.disc(emblem, middle + strip.width_mm * 0.31 * cv::Point2d(std::cos(angle), std::sin(angle)), 2.1);
    }
    ink.lay(emblem, {0.05F, 0.6F, 0.75F, 0.7F});
  } else if (strip.shield) {
    const double half_mm = strip.width_mm * 0.3;
    ink.fill(emblem,
             {{middle + cv::Point2d(-half_mm, -1.2 * half_mm), middle + cv::Point2d(half_mm, -1.2 * half_mm),
               middle + cv::Point2d(half_mm, 0.5 * half_mm), middle + cv::Point2d(0, 1.4 * half_mm),
               middle + cv::Point2d(-half_mm, 0.5 * half_mm)}});
    ink.lay(emblem, {0.1F, 0.05F, 0.5F, 0.4F});
  }
  cv::Mat letters = ink.stencil();
  const double height_mm =
      std::min(17.0, strip.width_mm / std::max<double>(1.6, 0.85 * static_cast<double>(strip.text.size())));
  ink.words(letters, strip.text, {strip.width_mm / 2, plate.size_mm.height * 0.8}, height_mm);
  ink.lay(letters, strip.ink);
}

void lay_border(SurfaceInk& ink, const OutlinedPlate& plate) {
  const auto ring = [&](double in_mm) {
    const double x = plate.size_mm.width - in_mm;
    const double y = plate.size_mm.height - in_mm;
    const double cut_mm = 5;
    return std::vector<cv::Point2d>{{in_mm + cut_mm, in_mm}, {x - cut_mm, in_mm},    {x, in_mm + cut_mm},
                                    {x, y - cut_mm},         {x - cut_mm, y},        {in_mm + cut_mm, y},
                                    {in_mm, y - cut_mm},     {in_mm, in_mm + cut_mm}};
  };
  cv::Mat line = ink.stencil();
  ink.fill(line, {ring(3.5), ring(5.3)});
  ink.lay(line, plate.ink);
}

void lay_fittings(SurfaceInk& ink, const OutlinedPlate& plate) {
  const auto tone = static_cast<float>(plate.screw_tone);
  for (const cv::Point2d& at : plate.screws_mm) {
    cv::Mat rim = ink.stencil();
    ink.disc(rim, at, 7.5);
    ink.lay(rim, Reflectance::all(tone * 0.35F));
    cv::Mat head = ink.stencil();
    ink.disc(head, at - cv::Point2d(0.8, 0.8), 6.2);
    ink.lay(head, Reflectance::all(tone));
  }
}

// Mud: blotches of several sizes, more of them towards the lower edge, and splashes.
void soil(SurfaceInk& ink, const cv::Mat& surface, const OutlinedPlate& plate) {
  cv::RNG lots(plate.dirt_seed);
  cv::Mat mud(surface.size(), CV_32F, cv::Scalar(0));
  for (double size_mm : {60.0, 22.0, 8.0}) {
    cv::Mat coarse(static_cast<int>(plate.size_mm.height / size_mm) + 3,
                   static_cast<int>(plate.size_mm.width / size_mm) + 3, CV_32F);
    lots.fill(coarse, cv::RNG::NORMAL, 0, 0.45);
    cv::Mat fine;
    cv::resize(coarse, fine, surface.size(), 0, 0, cv::INTER_CUBIC);
    mud += fine;
  }
  for (int y = 0; y < mud.rows; ++y) {
    auto* row = mud.ptr<float>(y);
    const float low = 0.8F * static_cast<float>(y) / static_cast<float>(mud.rows);
    for (int x = 0; x < mud.cols; ++x)
      row[x] = std::clamp((row[x] + low + static_cast<float>(plate.dirt) * 1.6F - 1.7F) * 0.8F, 0.0F, 0.85F);
  }
  ink.blend(mud, {0.07F, 0.11F, 0.16F, 0.12F});
  cv::Mat splashes = ink.stencil();
  for (int i = static_cast<int>(plate.dirt * 40); i > 0; --i) {
    ink.disc(splashes, {lots.uniform(0.0, plate.size_mm.width), lots.uniform(0.0, plate.size_mm.height)},
             lots.uniform(0.6, 4.0));
  }
  ink.lay(splashes, {0.06F, 0.09F, 0.12F, 0.1F}, 0.8);
}

}  // namespace

std::string mark_on(const OutlinedPlate& plate) {
  std::string mark;
  for (const std::string& row : plate.rows) {
    std::copy_if(row.begin(), row.end(), std::back_inserter(mark), [](char symbol) { return symbol != ' '; });
  }
  return mark;
}

double row_length_mm(const OutlinedPlate& plate, const std::string& row) {
  double length_mm = 0;
  bool open = false;
  for (char symbol : row) {
    length_mm += symbol == ' ' ? plate.group_gap_mm : cell_mm(plate, symbol) + (open ? plate.gap_mm : 0);
    open = symbol != ' ';
  }
  return length_mm;
}

cv::Mat plate_surface(const OutlinedPlate& plate, double px_per_mm) {
  const cv::Size size(std::max(4, static_cast<int>(std::lround(plate.size_mm.width * px_per_mm))),
                      std::max(4, static_cast<int>(std::lround(plate.size_mm.height * px_per_mm))));
  cv::Mat surface(size, CV_32FC4, cv::Scalar(plate.paper));
  SurfaceInk ink(surface, px_per_mm);
  lay_strip(ink, plate);
  if (plate.border) lay_border(ink, plate);
  const cv::Mat stencil = characters(ink, plate);
  lay_characters(ink, surface, plate, stencil);
  if (!plate.supplier.empty()) {
    cv::Mat letters = ink.stencil();
    ink.words(letters, plate.supplier,
              {(plate.size_mm.width + plate.strip.width_mm) / 2, plate.size_mm.height - 7.5}, 5.5);
    ink.lay(letters, plate.ink, 0.8);
  }
  lay_fittings(ink, plate);
  if (plate.dirt > 0) soil(ink, surface, plate);
  return surface;
}

}  // namespace nightjar

#include "tools/judge/vehicle_front.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tools/judge/outlined_plate.hpp"
#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

using Polygon = std::vector<cv::Point2d>;

Reflectance tint(Chance& lots, double low, double high, double infra_red) {
  const double level = lots.between(low, high);
  const auto some = [&] { return static_cast<float>(level * lots.between(0.75, 1.25)); };
  return {some(), some(), some(), static_cast<float>(infra_red)};
}

// Paints shapes given in mm around the plate's centre (y down).
class Painter {
 public:
  Painter(cv::Mat& surface, double px_per_mm, cv::Point2d centre_mm)
      : surface_(surface), px_per_mm_(px_per_mm), centre_mm_(centre_mm) {}

  void fill(const Polygon& outline, const Reflectance& colour) {
    std::vector<cv::Point> pixels;
    pixels.reserve(outline.size());
    for (const cv::Point2d& point : outline) pixels.push_back(at(point));
    cv::fillPoly(surface_, std::vector<std::vector<cv::Point>>{pixels}, cv::Scalar(colour));
  }
  void box(double left, double top, double right, double bottom, const Reflectance& colour) {
    fill({{left, top}, {right, top}, {right, bottom}, {left, bottom}}, colour);
  }
  void ellipse(cv::Point2d centre, cv::Size2d half, const Reflectance& colour) {
    cv::ellipse(surface_, at(centre), cv::Size(length(half.width), length(half.height)), 0, 0, 360,
                cv::Scalar(colour), cv::FILLED);
  }
  void words(const std::string& text, cv::Point2d left_middle, double height_mm, const Reflectance& colour) {
    const double scale = height_mm / cell_height_mm(OutlineFace::continental);
    for (char symbol : text) {
      const OutlineGlyph glyph = outline_glyph(OutlineFace::continental, symbol, {1.2, 0.55});
      for (const auto& shape : glyph.shapes) {
        std::vector<std::vector<cv::Point>> rings;
        for (const auto& ring : shape) {
          auto& pixels = rings.emplace_back();
          for (const cv::Point2d& point : ring)
            pixels.push_back(at(left_middle + point * scale - cv::Point2d(0, height_mm / 2)));
        }
        cv::fillPoly(surface_, rings, cv::Scalar(colour));
      }
      left_middle.x += (glyph.width_mm > 0 ? glyph.width_mm + 12 : 30) * scale;
    }
  }

 private:
  [[nodiscard]] int length(double mm) const { return std::max(1, static_cast<int>(mm * px_per_mm_)); }
  [[nodiscard]] cv::Point at(cv::Point2d mm) const {
    const cv::Point2d from_corner = (mm + centre_mm_) * px_per_mm_;
    return {static_cast<int>(std::lround(from_corner.x)), static_cast<int>(std::lround(from_corner.y))};
  }

  cv::Mat& surface_;
  double px_per_mm_;
  cv::Point2d centre_mm_;
};

std::string some_words(Chance& lots, int least, int most) {
  std::string words;
  for (int i = lots.whole(least, most); i > 0; --i)
    words += lots.symbol("AABCDEEEFGHIIKLMNOOPRSSTTUV  0123456789");
  return words;
}

// Rough in several sizes: hedge, tarmac, sky.
void rough(cv::Mat part, cv::RNG& lots, const Reflectance& colour, double depth) {
  if (part.empty()) return;
  cv::Mat texture(part.size(), CV_32F, cv::Scalar(1));
  for (int grain : {64, 16, 4}) {
    cv::Mat coarse(part.rows / grain + 2, part.cols / grain + 2, CV_32F);
    lots.fill(coarse, cv::RNG::NORMAL, 0, depth);
    cv::Mat fine;
    cv::resize(coarse, fine, part.size(), 0, 0, cv::INTER_LINEAR);
    texture += fine;
  }
  for (int y = 0; y < part.rows; ++y) {
    for (int x = 0; x < part.cols; ++x)
      part.at<Reflectance>(y, x) = colour * std::clamp(texture.at<float>(y, x), 0.15F, 2.2F);
  }
}

void paint_world(Chance& lots, const VehicleFront& front, cv::RNG& noise) {
  const cv::Mat& surface = front.surface;
  const auto row = [&](double below_plate_mm) {
    const double y = (front.plate_centre_mm.y + below_plate_mm) * front.px_per_mm;
    return std::clamp(static_cast<int>(y), 0, surface.rows);
  };
  const int horizon = row(-lots.between(500, 1400));
  const int kerb = row(lots.between(350, 520));
  rough(surface.rowRange(0, horizon), noise, tint(lots, 0.3, 1.2, 0.02), 0.06);
  rough(surface.rowRange(horizon, kerb), noise, tint(lots, 0.04, 0.3, 0.04), 0.4);
  rough(surface.rowRange(kerb, surface.rows), noise, tint(lots, 0.08, 0.3, 0.05), 0.12);
}

void paint_body(Chance& lots, Painter& painter, cv::Size2d plate_mm) {
  const double half_mm = lots.between(780, 950);
  const double wheels_mm = lots.between(240, 420);
  const double bonnet_mm = -lots.between(250, 500);
  const Reflectance paint = lots.with(0.35) ? tint(lots, 0.01, 0.06, 0.04) : tint(lots, 0.05, 0.75, 0.1);
  painter.box(-half_mm + 40, 100, -half_mm + 260, wheels_mm + 120, Reflectance::all(0.02F));
  painter.box(half_mm - 260, 100, half_mm - 40, wheels_mm + 120, Reflectance::all(0.02F));
  painter.fill({{-half_mm * 0.72, bonnet_mm - 420},
                {half_mm * 0.72, bonnet_mm - 420},
                {half_mm * 0.92, bonnet_mm},
                {-half_mm * 0.92, bonnet_mm}},
               tint(lots, 0.02, 0.12, 0.03));  // glass
  painter.fill({{-half_mm * 0.93, bonnet_mm},
                {half_mm * 0.93, bonnet_mm},
                {half_mm, bonnet_mm + 160},
                {half_mm, wheels_mm},
                {-half_mm, wheels_mm},
                {-half_mm, bonnet_mm + 160}},
               paint);
  painter.box(-half_mm * 0.9, bonnet_mm, half_mm * 0.9, bonnet_mm + 25, paint * 1.3F);
  const double lamp_mm = bonnet_mm + lots.between(90, 200);
  for (double side : {-1.0, 1.0}) {
    painter.ellipse({side * half_mm * 0.78, lamp_mm}, {half_mm * 0.17, lots.between(40, 80)},
                    tint(lots, 0.3, 0.9, 0.5));
    painter.ellipse({side * half_mm * 0.76, lamp_mm}, {half_mm * 0.08, 30}, tint(lots, 0.1, 1.2, 0.6));
  }
  if (lots.with(0.7)) {  // grille and its bars
    const double top_mm = std::min(lamp_mm - 40, -plate_mm.height / 2 - 90);
    const double bottom_mm = -plate_mm.height / 2 - lots.between(15, 60);
    const double wide_mm = lots.between(220, 520);
    painter.box(-wide_mm, top_mm, wide_mm, bottom_mm, Reflectance::all(0.02F));
    const bool upright = lots.with(0.3);
    const double step_mm = lots.between(18, 50);
    const Reflectance bar = tint(lots, 0.05, 0.6, 0.1);
    for (double at = upright ? -wide_mm : top_mm; at < (upright ? wide_mm : bottom_mm) - 8; at += step_mm) {
      if (upright)
        painter.box(at, top_mm, at + 8, bottom_mm, bar);
      else
        painter.box(-wide_mm, at, wide_mm, at + 8, bar);
    }
    painter.ellipse({0, (top_mm + bottom_mm) / 2}, {55, 55}, tint(lots, 0.3, 0.8, 0.2));
  } else {
    painter.words(
        some_words(lots, 3, 8),
        {lots.between(-half_mm * 0.8, half_mm * 0.3), lots.between(bonnet_mm + 60, -plate_mm.height)},
        lots.between(30, 60), tint(lots, 0.3, 0.8, 0.2));
  }
  if (lots.with(0.6))
    painter.box(-half_mm, plate_mm.height / 2 + 50, half_mm, wheels_mm, tint(lots, 0.015, 0.06, 0.03));
}

void paint_holder(Chance& lots, Painter& painter, cv::Size2d plate_mm) {
  const double x = plate_mm.width / 2;
  const double y = plate_mm.height / 2;
  if (lots.with(0.4)) {
    const double room_mm = lots.between(15, 80);
    painter.box(-x - room_mm, -y - room_mm * 0.6, x + room_mm, y + room_mm * 0.6,
                tint(lots, 0.02, 0.4, 0.05));
  }
  if (!lots.with(0.5)) return;
  const double rim_mm = lots.between(4, 12);
  const double foot_mm = lots.with(0.5) ? lots.between(12, 24) : rim_mm;
  const Reflectance frame = tint(lots, 0.015, 0.05, 0.03);
  painter.box(-x - rim_mm, -y - rim_mm, x + rim_mm, y + foot_mm, frame);
  if (foot_mm > rim_mm)
    painter.words(some_words(lots, 5, 16), {lots.between(-x, 0), y + foot_mm * 0.55}, foot_mm * 0.5,
                  tint(lots, 0.3, 0.8, 0.2));
}

// Names, telephone numbers, and now and then both at once.
std::string van_words(Chance& lots) {
  const double kind = lots.share();
  std::string words;
  for (int i = lots.whole(3, 10); i > 0; --i)
    words += kind < 0.6    ? lots.symbol("AABCDEEEFGHIIKLMNOOPRSSTTUVWY")
             : kind < 0.85 ? lots.symbol("0123456789")
                           : lots.symbol("ABDEIKLNORST 0123456789");
  return words;
}

void paint_lettering(Chance& lots, Painter& painter) {
  for (int i = lots.whole(1, 3); i > 0; --i) {
    const cv::Point2d at(lots.between(-350, 0), lots.between(-120, 120));
    const double height_mm = lots.between(45, 110);
    const std::string words = van_words(lots);
    const double wide_mm = static_cast<double>(words.size()) * height_mm * 0.72 + 40;
    const bool dark = lots.with(0.5);
    painter.box(at.x - 20, at.y - height_mm * 0.8, at.x + wide_mm, at.y + height_mm * 0.8,
                dark ? tint(lots, 0.02, 0.1, 0.1) : tint(lots, 0.4, 0.8, 0.8));
    painter.words(words, at, height_mm, dark ? tint(lots, 0.4, 0.9, 0.8) : tint(lots, 0.02, 0.1, 0.1));
  }
}

}  // namespace

VehicleFront vehicle_front(std::mt19937_64& rng, cv::Size2d plate_mm, cv::Size2d reach_mm, double px_per_mm,
                           bool lettering) {
  Chance lots(rng);
  cv::RNG noise(rng());
  VehicleFront front;
  front.px_per_mm = px_per_mm;
  front.plate_centre_mm = {reach_mm.width, reach_mm.height};
  front.surface.create(static_cast<int>(2 * reach_mm.height * px_per_mm),
                       static_cast<int>(2 * reach_mm.width * px_per_mm), CV_32FC4);
  Painter painter(front.surface, px_per_mm, front.plate_centre_mm);
  paint_world(lots, front, noise);
  paint_body(lots, painter, plate_mm);
  if (lettering) {
    paint_lettering(lots, painter);
  } else {
    paint_holder(lots, painter, plate_mm);
  }
  return front;
}

}  // namespace nightjar

#include "tools/simulate/lane/vehicle_painter.hpp"

#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/vehicle_layer.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

constexpr double kPlatePxPerMm = 0.6;  // 312 px: more than any picture here shows
constexpr int kSmallestPlate_px = 24;

/// The legal plate, with the small things that plates differ by: the maker's line, a border.
PlateDesign plate_design(const Vehicle& vehicle) {
  const std::string& written = vehicle.written_mark;
  PlateDesign design = plain_plate(written, !vehicle.towards);
  const auto gap = written.find(' ');
  if (vehicle.two_line && gap != std::string::npos) {
    design.rows = {written.substr(0, gap), written.substr(gap + 1)};
    design.size_mm = {kTwoLinePlateWidth_m * 1000, kTwoLinePlateHeight_m * 1000};
  }
  const int choice = std::accumulate(written.begin(), written.end(), 0);
  if (choice % 2 == 0) design.maker = "WEST MEON MOTORS";
  design.border = choice % 5 == 0;
  return design;
}

}  // namespace

VehiclePainter::Model VehiclePainter::model_of(const Vehicle& vehicle) const {
  Model model;
  model.faces = build_body(*vehicle.shape, vehicle.paint, vehicle.towards, lighting_.lamps_lit());
  model.plate.push_back(draw_plate(plate_design(vehicle), kPlatePxPerMm));
  while (model.plate.back().cols > kSmallestPlate_px) {
    const cv::Size size(static_cast<int>(model.plate.back().cols / std::sqrt(2.0)),
                        static_cast<int>(model.plate.back().rows / std::sqrt(2.0)));
    cv::Mat smaller;
    cv::resize(model.plate.front(), smaller, size, 0, 0, cv::INTER_AREA);
    model.plate.push_back(smaller);
  }
  return model;
}

void VehiclePainter::paint(cv::Mat& picture, const Vehicle& vehicle, const Model& model, double time_s,
                           cv::Point2d shake_px) const {
  VehicleLayer layer(camera_, lighting_, vehicle, time_s, shake_px);
  if (!layer.open()) return;
  layer.cast_shadow(picture);
  layer.draw_body(model.faces);
  layer.draw_plate(model.plate);
  layer.blur(lighting_.exposure_s());
  layer.lay_over(picture);
  if (lighting_.lamps_lit()) layer.light_lamps(picture, model.faces);
}

}  // namespace nightjar

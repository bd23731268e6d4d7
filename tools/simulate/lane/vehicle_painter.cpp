#include "tools/simulate/lane/vehicle_painter.hpp"

#include "tools/simulate/lane/vehicle_layer.hpp"

namespace nightjar {

VehiclePainter::Model VehiclePainter::model_of(const Vehicle& vehicle) const {
  constexpr double kPlatePxPerMm = 0.6;  // 312 px: more than any picture here shows
  Model model;
  const bool lit = lighting_.lamps_lit() && !vehicle.stands_m;
  model.faces = build_body(*vehicle.shape, vehicle.paint, vehicle.towards, lit);
  if (vehicle.has_plate) model.plate = picture_sizes(draw_road_plate(vehicle.plate, kPlatePxPerMm));
  return model;
}

void VehiclePainter::paint(cv::Mat& picture, const Vehicle& vehicle, const Model& model, double time_s,
                           cv::Point2d shake_px) const {
  VehicleLayer layer(camera_, lighting_, vehicle, time_s, shake_px);
  if (!layer.open()) return;
  const bool lit = lighting_.lamps_lit() && !vehicle.stands_m;
  layer.cast_shadow(picture);
  if (lit && lighting_.dark()) layer.light_road(picture);
  layer.draw_body(model.faces);
  if (vehicle.has_plate) layer.draw_plate(model.plate);
  layer.blur();
  if (lighting_.wet()) layer.mirror_in_road(picture);
  layer.lay_over(picture);
  if (lit || vehicle.shape->two_wheels) layer.light_lamps(picture, model.faces);
}

}  // namespace nightjar

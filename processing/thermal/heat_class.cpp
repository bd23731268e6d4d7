#include "processing/thermal/heat_class.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar {
namespace {

/// Medians and spreads (factors) of what is seen from above, and how often such a thing is met on a search.
/// Sizes of bodies and cars, not fitted to any footage.
struct ClassModel {
  HeatClass heat_class;
  double prior;
  double length_m, length_factor;
  double width_m, width_factor;
  double speed_mps;  ///< scale of a half-normal
};

constexpr std::array<ClassModel, 4> kModels{{
    {HeatClass::person, 0.55, 1.1, 1.6, 0.55, 1.5, 1.2},
    {HeatClass::animal, 0.12, 0.5, 1.5, 0.25, 1.5, 1.5},  // hare, fox, dog
    {HeatClass::animal, 0.18, 1.9, 1.4, 0.75, 1.4, 1.5},  // deer, cattle
    {HeatClass::vehicle, 0.15, 3.8, 1.4, 1.8, 1.4, 8.0},  // engine and cabin, or all of it
}};

double log_normal(double value, double median, double factor) {
  const double z = std::log(value / median) / std::log(factor);
  return std::exp(-z * z / 2) / std::log(factor);
}

double likelihood(const ClassModel& model, const HeatShape& shape) {
  double p = model.prior * log_normal(std::max(0.05, shape.length_m), model.length_m, model.length_factor) *
             log_normal(std::max(0.03, shape.width_m), model.width_m, model.width_factor);
  if (shape.speed_known) {
    const double z = shape.speed_mps / model.speed_mps;
    p *= std::exp(-z * z / 2) / model.speed_mps;
  }
  return p;
}

/// Looks at one thing err alike, whatever the network says.
double likelihood(const BodyLook& look, HeatClass heat_class) {
  constexpr double kWorth = 0.6, kMost = 6;
  const double of = heat_class == HeatClass::person   ? look.person
                    : heat_class == HeatClass::animal ? look.animal
                                                      : look.vehicle;
  const double most = std::max({look.person, look.animal, look.vehicle});
  return std::exp(kWorth * std::max(of - most, -kMost));
}

std::array<double, 3> classes_of(const BodyLook& look) {
  const double most = std::max({look.person, look.animal, look.vehicle});
  std::array<double, 3> p{std::exp(look.person - most), std::exp(look.animal - most),
                          std::exp(look.vehicle - most)};
  const double sum = p[0] + p[1] + p[2];
  for (double& of : p) of /= sum;
  return p;
}

}  // namespace

ClassGuess class_of(const HeatShape& shape, const BodyLook& look, double min_probability) {
  if (!(shape.length_m > 0)) return {};
  std::array<double, 4> of_class{};  // by HeatClass
  double sum = 0;
  for (const ClassModel& model : kModels) {
    const double p = likelihood(model, shape) * likelihood(look, model.heat_class);
    of_class.at(static_cast<std::size_t>(model.heat_class)) += p;
    sum += p;
  }
  if (!(sum > 0)) return {};
  const auto best = std::max_element(of_class.begin(), of_class.end());
  const double probability = *best / sum;
  if (probability < min_probability) return {HeatClass::unknown, probability};
  return {static_cast<HeatClass>(best - of_class.begin()), probability};
}

double same_class(const BodyLook& a, const BodyLook& b) {
  const auto of_a = classes_of(a), of_b = classes_of(b);
  return of_a[0] * of_b[0] + of_a[1] * of_b[1] + of_a[2] * of_b[2];
}

}  // namespace nightjar

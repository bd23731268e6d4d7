#include "processing/ground/line_of_sight.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "processing/ground/earth_axes.hpp"

namespace nightjar {
namespace {

/// So long a piece of a ray that height and place run straight in it to 2 mm. Towards a pole the meridians
/// close in, and a straight line turns ever faster among them.
double piece_m(double latitude_deg) {
  constexpr double kEarth_m = 6.371e6, kOff_m = 0.002, kRadians = 3.14159265358979323846 / 180;
  const double nearest_to_pole = std::min(std::abs(latitude_deg) + 0.2, 89.99);
  return std::min(256.0, std::sqrt(8 * kOff_m * kEarth_m / std::tan(nearest_to_pole * kRadians)));
}

/// A point of the ray over the grid, its height counted as the grid counts.
struct RayPoint {
  double column = 0, row = 0, height_m = 0;
};

/// Heights between four cells: z = h + right * u + below * v + twist * u * v for u, v from 0 to 1.
struct Patch {
  double h = 0, right = 0, below = 0, twist = 0;

  Patch(const HeightGrid& grid, int column, int row) {
    const double here = grid.at(column, row), beside = grid.at(column + 1, row);
    const double under = grid.at(column, row + 1), across = grid.at(column + 1, row + 1);
    h = here;
    right = beside - here;
    below = under - here;
    twist = across - beside - under + here;
  }

  [[nodiscard]] bool known() const { return !std::isnan(twist); }
};

/// Smallest root of a + b s + c s2 from 0 to 1.
std::optional<double> first_root(double a, double b, double c) {
  if (a == 0) return 0;
  std::optional<double> first;
  const auto take = [&first](double root) {
    if (root >= 0 && root <= 1 && (!first || root < *first)) first = root;
  };
  const double discriminant = b * b - 4 * a * c;
  if (discriminant < 0) return {};
  const double q = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));  // without cancellation
  if (q != 0) take(a / q);
  if (c != 0) take(q / c);
  return first;
}

/// Above this a ray may pass over ground that is not known: hardly is that much higher than all that is.
/// Looks through the whole grid once, when first asked.
double clear_above_m(const HeightGrid& grid) {
  const auto span = grid.span();
  if (!span) return std::numeric_limits<double>::infinity();
  return span->highest_m + std::max(10.0, span->highest_m - span->lowest_m);
}

enum class Way { clear, met, unknown };

/// Follows one straight piece of a ray from patch to patch.
class PieceWalk {
 public:
  PieceWalk(const HeightGrid& grid, const RayPoint& from, const RayPoint& to)
      : grid_(grid), from_(from), to_(to) {}

  Way walk() {
    if (misses_the_grid()) return beyond(0, 1);
    double share = 0;
    while (share < 1) {
      const int column = cell(from_.column, to_.column, share), row = cell(from_.row, to_.row, share);
      const double end =
          std::min({1.0, leaves(from_.column, to_.column, column), leaves(from_.row, to_.row, row)});
      const double next = end > share ? end : std::min(1.0, std::nextafter(share, 2.0));
      const Way way = cross(Patch(grid_, column, row), column, row, share, next);
      if (way != Way::clear) return way;
      share = next;
    }
    return Way::clear;
  }

  [[nodiscard]] double met_at() const { return met_at_; }         ///< 0 to 1 of the piece
  [[nodiscard]] Eigen::Vector2d slope() const { return slope_; }  ///< metres a column and a row

 private:
  [[nodiscard]] static double on(double from, double to, double share) { return from + (to - from) * share; }

  /// The cell that the ray is in just after `share`.
  [[nodiscard]] static int cell(double from, double to, double share) {
    const double at = on(from, to, share), nearest = std::round(at);
    const bool on_line = std::abs(at - nearest) < 1e-9 * (1 + std::abs(at));
    if (on_line) return static_cast<int>(nearest) - (to < from ? 1 : 0);
    return static_cast<int>(std::floor(at));
  }

  [[nodiscard]] static double leaves(double from, double to, int cell) {
    if (to == from) return 1;
    return (cell + (to > from ? 1 : 0) - from) / (to - from);
  }

  [[nodiscard]] bool misses_the_grid() const {
    return std::max(from_.column, to_.column) < 0 ||
           std::min(from_.column, to_.column) > grid_.columns() - 1 || std::max(from_.row, to_.row) < 0 ||
           std::min(from_.row, to_.row) > grid_.rows() - 1;
  }

  [[nodiscard]] Way beyond(double from, double to) const {
    const double lowest =
        std::min(on(from_.height_m, to_.height_m, from), on(from_.height_m, to_.height_m, to));
    return lowest > clear_above_m(grid_) ? Way::clear : Way::unknown;
  }

  Way cross(const Patch& patch, int column, int row, double from, double to) {
    if (!patch.known()) return beyond(from, to);
    const double u = on(from_.column, to_.column, from) - column, v = on(from_.row, to_.row, from) - row;
    const double du = (to_.column - from_.column) * (to - from), dv = (to_.row - from_.row) * (to - from);
    const double above = on(from_.height_m, to_.height_m, from) -
                         (patch.h + patch.right * u + patch.below * v + patch.twist * u * v);
    const double falls = (to_.height_m - from_.height_m) * (to - from) - patch.right * du - patch.below * dv -
                         patch.twist * (u * dv + v * du);
    const auto root = above <= 0 ? 0.0 : first_root(above, falls, -patch.twist * du * dv);
    if (!root) return Way::clear;
    met_at_ = from + *root * (to - from);
    slope_ = {patch.right + patch.twist * (v + *root * dv), patch.below + patch.twist * (u + *root * du)};
    return Way::met;
  }

  const HeightGrid& grid_;
  RayPoint from_, to_;
  double met_at_ = 0;
  Eigen::Vector2d slope_ = Eigen::Vector2d::Zero();
};

std::optional<RayPoint> ray_point(const Terrain& terrain, const Eigen::Vector3d& ecef) {
  const Geodetic at = geodetic_of(ecef);
  const auto foot = terrain.foot_of(at.latitude_deg, at.longitude_deg);
  if (!foot) return {};
  constexpr double kFarAway = 1e8;  // cells: a place that a system gives far outside of where it is meant for
  const GridPlace& place = foot->place;
  if (!(std::abs(place.column) < kFarAway) || !(std::abs(place.row) < kFarAway)) return {};
  return RayPoint{place.column, place.row, at.height_m - foot->datum_m};
}

/// From metres a column and a row to metres a metre, by where a metre north and east lead in the grid.
std::optional<Eigen::Vector3d> normal_of(const Terrain& terrain, const Eigen::Vector3d& ecef,
                                         const Eigen::Vector2d& slope) {
  const Geodetic at = geodetic_of(ecef);
  const Eigen::Matrix3d axes = ecef_from_ned(at.latitude_deg, at.longitude_deg);
  Eigen::Vector3d normal(0, 0, -1);
  for (int axis = 0; axis < 2; ++axis) {
    const auto ahead = ray_point(terrain, ecef + axes.col(axis)),
               behind = ray_point(terrain, ecef - axes.col(axis));
    if (!ahead || !behind) return {};
    const Eigen::Vector2d step(ahead->column - behind->column, ahead->row - behind->row);
    normal(axis) = -slope.dot(step) / 2;
  }
  return normal.normalized();
}

}  // namespace

std::optional<TerrainMeeting> first_meeting(const Terrain& terrain, const Eigen::Vector3d& sensor,
                                            const Eigen::Vector3d& along, double max_range_m) {
  auto from = ray_point(terrain, sensor);
  if (!from) return {};
  const double piece = piece_m(geodetic_of(sensor).latitude_deg);
  for (double begin = 0; begin < max_range_m; begin += piece) {
    const double length = std::min(piece, max_range_m - begin);
    const auto to = ray_point(terrain, sensor + (begin + length) * along);
    if (!to || std::abs(to->column - from->column) > terrain.columns_around() / 2) return {};
    PieceWalk walk(terrain.grid(), *from, *to);
    const Way way = walk.walk();
    if (way == Way::unknown) return {};
    if (way == Way::met) {
      const double range = begin + walk.met_at() * length;
      if (!(range > 0)) return {};  // from under the ground
      const auto normal = normal_of(terrain, sensor + range * along, walk.slope());
      if (!normal) return {};
      return TerrainMeeting{range, *normal};
    }
    from = to;
  }
  return {};
}

}  // namespace nightjar

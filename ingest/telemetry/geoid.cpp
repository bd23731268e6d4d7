#include "ingest/telemetry/geoid.hpp"

#include <proj.h>

#include <cmath>
#include <mutex>
#include <stdexcept>
#include <string>

namespace nightjar {

struct Geoid::Grid {
  PJ_CONTEXT* context = proj_context_create();
  PJ* heights = nullptr;
  std::mutex lock;  // PROJ's objects serve one thread at a time

  Grid() {
    proj_context_set_enable_network(context, 0);
    proj_log_level(context, PJ_LOG_NONE);
    for (const char* grid : {"egm96_15.gtx", "us_nga_egm96_15.tif"}) {
      const std::string step = std::string("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad") +
                               " +step +proj=vgridshift +multiplier=1 +grids=" + grid;
      heights = proj_create(context, step.c_str());
      if (heights != nullptr) return;
    }
  }
  ~Grid() {
    proj_destroy(heights);
    proj_context_destroy(context);
  }
  Grid(const Grid&) = delete;
  Grid& operator=(const Grid&) = delete;
};

Geoid::Geoid() : grid_(std::make_unique<Grid>()) {
  if (grid_->heights == nullptr)
    throw std::runtime_error("PROJ has no EGM96 geoid: egm96_15.gtx is missing, expected from proj-data");
}
Geoid::~Geoid() = default;

std::optional<double> Geoid::separation_m(double latitude_deg, double longitude_deg) const {
  if (!(std::fabs(latitude_deg) <= 90) || !std::isfinite(longitude_deg)) return std::nullopt;
  const std::scoped_lock held(grid_->lock);
  const PJ_COORD place = proj_coord(std::remainder(longitude_deg, 360), latitude_deg, 0, 0);
  const double height_m = proj_trans(grid_->heights, PJ_FWD, place).lpz.z;
  if (!std::isfinite(height_m)) return std::nullopt;
  return height_m;
}

}  // namespace nightjar

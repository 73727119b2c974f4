'use strict';

module.exports = { ...require('./web/button'), ...require('./web/card') };

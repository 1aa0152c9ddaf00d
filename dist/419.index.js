export const id = 419;
export const ids = [419];
export const modules = {

/***/ 1419:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/deploy/deploy.js
var deploy = __webpack_require__(5782);
// EXTERNAL MODULE: ./src/deploy/outputs.js
var outputs = __webpack_require__(3035);
// EXTERNAL MODULE: ./src/deploy/recorded.js + 2 modules
var recorded = __webpack_require__(9319);
// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ./src/deploy/survey.js + 2 modules
var survey = __webpack_require__(8238);
// EXTERNAL MODULE: ./src/deploy/want.js + 13 modules
var want = __webpack_require__(8272);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/deploy.js + 1 modules
var inputs_deploy = __webpack_require__(7909);
// EXTERNAL MODULE: ./src/inputs/recording.js
var recording = __webpack_require__(3796);
;// CONCATENATED MODULE: ./src/inputs/deploy-staging.js



/** What `deploy-staging` takes and gives. */
const deployStaging = {
    does: 'deploy',
    inputs: {
        ...(0,inputs_deploy/* deployInputs */.xR)({
            composeFile: 'docker-compose.staging.yml',
            environmentFile: '.env.staging',
            strategy: 'rolling',
            backup: 'never',
            bake: '0',
        }),
        host: connection/* connectionInputs */.e.host,
        ...(0,recording/* recordingInputs */.b)('staging'),
    },
    outputs: inputs_deploy/* deployOutputs */.gf,
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/deploy-staging.js









/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
const run = () => (0,run_action/* runAction */.C)(deployStaging, async (inputs, runner) => {
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Deploy ${inputs.image} to ${inputs.host}`);
    const scheduler = inputs.host;
    const intend = async () => ({
        wanted: await (0,want/* want */.R)(inputs, runner, { hosts: [scheduler], scheduler }),
        scheduler,
    });
    const opening = (0,survey/* survey */.F)(targets, jump, { parallel: 1, onUnreachable: 'refuse' }, intend, runner);
    const deployed = await (0,survey/* withFleet */.x)(opening, runner, (fleet) => (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, 'staging', runner, () => (0,deploy/* deploy */.g)(fleet, inputs['dry-run'], runner)));
    return {
        reason: deployed.result,
        outputs: (0,outputs/* deployOutputsOf */.t)(deployed),
        summary: (0,report/* deploySummary */.eN)(deployed, runner.clock.now()),
    };
});


/***/ })

};
